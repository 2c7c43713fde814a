package io.quotagate.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.media.Schema;

/**
 * Writes the members of every schema in one order. The build and the running gateway otherwise differ in it, and the
 * committed document could not be compared with the served one byte by byte.
 */
@OpenApiFilter(stages = {OpenApiFilter.RunStage.BUILD, OpenApiFilter.RunStage.RUNTIME_STARTUP})
public class StableSchemas implements OASFilter {

    @Override
    public Schema filterSchema(Schema schema) {
        schema.setAll(new TreeMap<>(schema.getAll()));
        return schema;
    }
}
