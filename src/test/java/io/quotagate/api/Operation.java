package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Something that the OpenAPI document says can be asked under {@code /v1}, with values for all that it takes.
 *
 * @param template path with the names of its parameters in braces
 * @param path values of the path's parameters but the tenant's, by name
 * @param query name and value, of all parameters
 * @param headers lines, of all parameters
 * @param answers media types of what it answers where all is well
 * @param body empty where it takes none
 */
record Operation(
        String method,
        String template,
        Map<String, String> path,
        List<String> query,
        List<String> headers,
        List<String> answers,
        String body,
        boolean isBodyRequired) {

    private static final String TENANT = "{tenantId}";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One way to ask. */
    record Request(String method, String target, List<String> headers, String body) {

        private Request with(String header) {
            return new Request(method, target, List.of(header), body);
        }
    }

    /** All of a document; whoever may GET may ask for the head, too. */
    static List<Operation> all(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey())
                                && path.getKey().startsWith("/v1/"))
                        .forEach(member -> {
                            Operation operation = new Document(document)
                                    .operation(member.getKey(), path.getKey(), path.getValue(), member.getValue());
                            operations.add(operation);
                            if (operation.method.equals("GET")) {
                                operations.add(operation.as("HEAD"));
                            }
                        }));
        return operations;
    }

    private Operation as(String other) {
        return new Operation(other, template, path, query, headers, answers, body, isBodyRequired);
    }

    boolean isOfATenant() {
        return template.contains(TENANT);
    }

    /** @param tenant as it is to stand in the path */
    String target(String tenant) {
        String target = template.replace(TENANT, tenant);
        for (Map.Entry<String, String> value : path.entrySet()) {
            target = target.replace("{" + value.getKey() + "}", value.getValue());
        }
        if (target.contains("{")) {
            throw new AssertionError("a path parameter without a value: " + target);
        }
        return target;
    }

    /** With nothing that it can do without. */
    Request bare(String tenant) {
        return new Request(method, target(tenant), List.of(), isBodyRequired ? body : "");
    }

    /** With the examples of all that it takes, as far as they do not end what others begin: no tags, no page but the first. */
    Request exemplary(String tenant) {
        return new Request(
                method,
                query(
                        query.stream()
                                .filter(each -> !each.startsWith("pageToken="))
                                .toList(),
                        tenant),
                headers.stream()
                        .filter(each -> !each.startsWith("If-None-Match:"))
                        .toList(),
                body);
    }

    /** With the example of one thing that it takes, each in turn; a token of a page with all that decides its order. */
    List<Request> oneByOne(String tenant) {
        return Stream.of(
                        query.stream()
                                .map(each -> new Request(
                                        method,
                                        query(each.startsWith("pageToken=") ? query : List.of(each), tenant),
                                        List.of(),
                                        isBodyRequired ? body : "")),
                        headers.stream().map(bare(tenant)::with),
                        Stream.of(new Request(method, target(tenant), List.of(), body)))
                .flatMap(requests -> requests)
                .toList();
    }

    private String query(List<String> parameters, String tenant) {
        return target(tenant) + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    /** With all that the document knows, and with what a caller may try beside it. */
    List<Request> manners(String tenant) {
        Request bare = bare(tenant);
        return Stream.of(
                        Stream.of(
                                bare,
                                new Request(method, target(tenant) + "?" + String.join("&", query), headers, body),
                                new Request(method, target(tenant) + "?no=such&pageToken=x", List.of(), "{]")),
                        answers.stream().map(type -> bare.with("Accept: " + type)),
                        Stream.of(
                                        "If-None-Match: *",
                                        "Cache-Control: no-cache",
                                        "Cache-Control: only-if-cached",
                                        "Prefer: wait=0",
                                        "Accept-Encoding: gzip",
                                        "Range: bytes=0-0",
                                        "Expect: 100-continue",
                                        "Idempotency-Key: mine")
                                .map(bare::with))
                .flatMap(requests -> requests)
                .toList();
    }

    @Override
    public String toString() {
        return method + " " + template;
    }

    /** The document, in which things stand elsewhere. */
    private record Document(JsonNode root) {

        private Operation operation(String method, String template, JsonNode path, JsonNode operation) {
            Map<String, String> places = new TreeMap<>();
            List<String> query = new ArrayList<>();
            List<String> headers = new ArrayList<>();
            Stream.concat(elements(path.path("parameters")), elements(operation.path("parameters")))
                    .map(this::resolved)
                    .forEach(parameter -> {
                        String name = parameter.path("name").asText();
                        JsonNode sample = sample(name, parameter.path("schema"));
                        String value = text(sample);
                        switch (parameter.path("in").asText()) {
                            case "path" -> places.put(name, value);
                            case "query" -> query.addAll(inQuery(name, sample));
                            case "header" -> headers.add(name + ": " + value);
                            default -> throw new AssertionError("a parameter of a new kind: " + parameter);
                        }
                    });
            JsonNode content = operation.path("requestBody").path("content").path("application/json");
            return new Operation(
                    method.toUpperCase(Locale.ROOT),
                    template,
                    places,
                    query,
                    headers,
                    answers(operation.path("responses")),
                    content.isMissingNode() ? "" : body(content).toString(),
                    operation.path("requestBody").path("required").asBoolean());
        }

        private JsonNode body(JsonNode content) {
            return content.path("examples")
                    .valueStream()
                    .map(example -> example.path("value"))
                    .findFirst()
                    .orElseGet(() -> sample("", content.path("schema")));
        }

        private static List<String> answers(JsonNode responses) {
            return responses.properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .flatMap(response -> response.getValue().path("content").properties().stream())
                    .map(Map.Entry::getKey)
                    .distinct()
                    .toList();
        }

        private static Stream<JsonNode> elements(JsonNode list) {
            return StreamSupport.stream(list.spliterator(), false);
        }

        private JsonNode resolved(JsonNode node) {
            String reference = node.path("$ref").asText();
            return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
        }

        /** A list stands there value by value. */
        private static List<String> inQuery(String name, JsonNode value) {
            return (value.isArray() ? elements(value) : Stream.of(value))
                    .map(each -> name + "=" + URLEncoder.encode(each.asText(), StandardCharsets.UTF_8))
                    .toList();
        }

        private static String text(JsonNode value) {
            return value.isArray() ? text(value.path(0)) : value.asText();
        }

        /** An example of what the document wants there. */
        private JsonNode sample(String name, JsonNode wanted) {
            JsonNode schema = resolved(wanted);
            if (name.equals("quotaId")) {
                return TextNode.valueOf(Neighbours.QUOTA);
            }
            for (JsonNode value : List.of(
                    schema.path("examples").path(0),
                    schema.path("example"),
                    schema.path("default"),
                    schema.path("enum").path(0))) {
                if (!value.isMissingNode()) {
                    return value;
                }
            }
            return switch (schema.path("type").asText()) {
                case "object" -> object(schema);
                case "array" -> array(schema);
                case "integer", "number" -> JSON.getNodeFactory().numberNode(1);
                case "boolean" -> JSON.getNodeFactory().booleanNode(true);
                default -> TextNode.valueOf("x");
            };
        }

        private ObjectNode object(JsonNode schema) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            object.setAll(schema.path("properties").properties().stream()
                    .collect(
                            Collectors.toMap(Map.Entry::getKey, member -> sample(member.getKey(), member.getValue()))));
            return object;
        }

        private ArrayNode array(JsonNode schema) {
            return JsonNodeFactory.instance.arrayNode().add(sample("", schema.path("items")));
        }
    }
}
