package io.quotagate.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.IndexView;

/**
 * Completes the OpenAPI document, while the gateway is built, with what follows from the code and so need not be repeated in
 * annotations: what every operation answers, which members are always there, which values are known, and examples.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, priority = DocumentCompletion.BEFORE_THE_ORDER)
public class DocumentCompletion implements OASFilter {

    /** The order of the members is made when all are there. */
    static final int BEFORE_THE_ORDER = 100;

    private final IndexView classes;

    public DocumentCompletion(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        DocumentedMembers.complete(document, classes);
        DocumentedValues.complete(document);
        DocumentedProblems.complete(document);
        DocumentedHeaders.complete(document);
        DocumentedExamples.complete(document);
    }
}
