package io.quotagate.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Writes the members of every schema in one order, in whatever order they were found. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class StableSchemas implements OASFilter {

    @Override
    public Schema filterSchema(Schema schema) {
        schema.setAll(new TreeMap<>(schema.getAll()));
        return schema;
    }
}
