package io.quotagate.api;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** The headers that all answers have, who needs credentials, and the tenant that all paths name in one way. */
final class DocumentedHeaders {

    private static final List<String> OF_ALL = List.of("X-Request-Id", "traceparent");
    private static final List<String> OF_THE_COUNTED = List.of("RateLimit-Policy", "RateLimit");

    private DocumentedHeaders() {}

    static void complete(OpenAPI document) {
        document.getComponents().getResponses().forEach((name, response) -> {
            OF_ALL.forEach(header -> add(response, header));
            if (name.startsWith("RateLimited") || name.equals("NotModified")) {
                OF_THE_COUNTED.forEach(header -> add(response, header));
            }
        });
        document.getPaths()
                .getPathItems()
                .forEach((path, item) -> item.getOperations()
                        .values()
                        .forEach(operation -> complete(operation, path.startsWith("/v1/"))));
    }

    private static void complete(Operation operation, boolean isProtected) {
        for (Map.Entry<String, APIResponse> response :
                operation.getResponses().getAPIResponses().entrySet()) {
            if (response.getValue().getRef() == null) {
                OF_ALL.forEach(header -> add(response.getValue(), header));
                if (isProtected) {
                    OF_THE_COUNTED.forEach(header -> add(response.getValue(), header));
                }
            }
        }
        if (!isProtected) {
            operation.setSecurity(List.of());
        }
        if (operation.getParameters() != null) {
            operation.setParameters(operation.getParameters().stream()
                    .map(parameter -> TenantAccess.TENANT.equals(parameter.getName())
                            ? OASFactory.createParameter().ref(TenantAccess.TENANT)
                            : parameter)
                    .toList());
        }
    }

    private static void add(APIResponse response, String header) {
        response.addHeader(header, OASFactory.createHeader().ref(header));
    }
}
