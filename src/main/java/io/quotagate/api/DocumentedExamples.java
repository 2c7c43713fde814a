package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;

/**
 * Examples of what operations take and answer: files beside this class, named by the operation's id, and what the sandbox
 * answers, which a test compares.
 */
final class DocumentedExamples {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "sandbox";

    private DocumentedExamples() {}

    static void complete(OpenAPI document) {
        document.getPaths().getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .forEach(DocumentedExamples::complete);
    }

    private static void complete(Operation operation) {
        String id = operation.getOperationId();
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (status.startsWith("2")) {
                put(response.getContent(), id, "What the sandbox answers");
            }
        });
        if (operation.getRequestBody() != null) {
            put(operation.getRequestBody().getContent(), id + ".request", "To the sandbox");
        }
    }

    private static void put(Content content, String name, String summary) {
        MediaType json = content.getMediaType(jakarta.ws.rs.core.MediaType.APPLICATION_JSON);
        if (json != null) {
            find(name)
                    .ifPresent(value -> json.addExample(
                            NAME, OASFactory.createExample().summary(summary).value(value)));
        }
    }

    /** Ids of the providers in the example of the catalogue. */
    static List<String> providers() {
        return catalogue().map(provider -> provider.path("id").asText()).toList();
    }

    /** Names of the metrics in the example of the catalogue. */
    static List<String> metrics() {
        TreeSet<String> names = new TreeSet<>();
        catalogue()
                .forEach(provider -> provider.path("metrics")
                        .forEach(metric -> names.add(metric.path("metric").asText())));
        return List.copyOf(names);
    }

    private static Stream<JsonNode> catalogue() {
        JsonNode example = JSON.valueToTree(find("listProviders").orElseThrow());
        return example.path("providers").valueStream();
    }

    /** The example of that name, in the order in which its members stand. */
    static Optional<Map<?, ?>> find(String name) {
        try (InputStream file = DocumentedExamples.class.getResourceAsStream("examples/" + name + ".json")) {
            return file == null ? Optional.empty() : Optional.of(JSON.readValue(file, Map.class));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A value as the document takes it. */
    static Object of(Object value) {
        return JSON.convertValue(value, Map.class);
    }
}
