package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.provider.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Makes the OpenAPI document of one tenant from that of all: its paths without a parameter for the tenant, the names that
 * it knows where any name may stand, and its own last report as the example. Pure; the document for all is not changed.
 */
final class TenantDocument {

    private static final String TENANT = "tenantId";
    private static final String IN_A_PATH = "{" + TENANT + "}";
    /** Open sets: what a caller may meet may grow. */
    private static final String OPEN_SET = "x-extensible-enum";

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final ObjectNode root;
    private final TenantWords words;

    private TenantDocument(ObjectNode root, TenantWords words) {
        this.root = root;
        this.words = words;
    }

    /**
     * @param whole the document for all tenants
     * @param examples in place of those of the document for all
     */
    static ObjectNode of(ObjectNode whole, TenantWords words, TenantExamples examples) {
        TenantDocument document = new TenantDocument(whole.deepCopy(), words);
        document.introduce();
        document.keepOwnPaths();
        document.nameParameters();
        document.nameMembers();
        document.operations().forEach(examples::into);
        new Reachable(document.root).prune();
        return document.inReadingOrder();
    }

    /** People read it from the top, and the components are long. */
    private ObjectNode inReadingOrder() {
        ObjectNode components = (ObjectNode) root.remove("components");
        return root.set("components", components);
    }

    private void introduce() {
        ObjectNode info = root.withObject("/info");
        info.put("title", "Quotagate for " + words.title());
        String limit = words.limit().map(TenantDocument::sentence).orElse("");
        info.put(
                "description",
                "What the tenant " + words.id() + " may still use, over all its cloud vendors."
                        + " The names and examples in this document are those of this tenant, as they were last known."
                        + limit);
        words.limit()
                .ifPresent(rate -> root.putObject("x-rate-limit")
                        .put("requests", rate.calls())
                        .put("period", rate.period().toString()));
    }

    private static String sentence(Rate rate) {
        return " Whoever asked for it may send " + rate.calls() + " requests in " + rate.period() + ".";
    }

    /** The others are no business of the tenant's. */
    private void keepOwnPaths() {
        ObjectNode paths = root.withObject("/paths");
        ObjectNode own = root.objectNode();
        paths.properties().stream()
                .filter(path -> path.getKey().contains(IN_A_PATH))
                .forEach(path -> own.set(path.getKey().replace(IN_A_PATH, words.id()), path.getValue()));
        root.set("paths", own);
        for (JsonNode path : own) {
            withoutTenant((ObjectNode) path);
            operations(path).forEach(this::withoutTenant);
        }
        keepOwnTags();
    }

    private void withoutTenant(ObjectNode holder) {
        if (holder.get("parameters") instanceof ArrayNode parameters) {
            List<JsonNode> others = elements(parameters).stream()
                    .filter(parameter ->
                            !resolved(parameter).path("name").asText().equals(TENANT))
                    .toList();
            parameters.removeAll().addAll(others);
            if (others.isEmpty()) {
                holder.remove("parameters");
            }
        }
    }

    private void keepOwnTags() {
        Set<String> used = operations().stream()
                .flatMap(operation -> elements(operation.path("tags")).stream())
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        if (root.get("tags") instanceof ArrayNode tags) {
            List<JsonNode> own = elements(tags).stream()
                    .filter(tag -> used.contains(tag.path("name").asText()))
                    .toList();
            tags.removeAll().addAll(own);
        }
    }

    /** Whoever asks for another is told that it is none: the set is closed. */
    private void nameParameters() {
        for (ObjectNode operation : operations()) {
            elements(operation.path("parameters")).stream()
                    .map(this::resolved)
                    .filter(parameter -> parameter.path("in").asText().equals("query"))
                    .forEach(
                            parameter -> close(parameter, parameter.path("name").asText()));
            elements(operation.path("requestBody").path("content"))
                    .forEach(content -> closeMembers(content.path("schema"), new ArrayList<>()));
        }
    }

    private void close(JsonNode parameter, String name) {
        List<String> set = words.sets().getOrDefault(name, List.of());
        if (!set.isEmpty() && parameter instanceof ObjectNode named) {
            named.remove(List.of("example", "examples"));
            restrict(one(named.withObject("/schema")), name, "enum", set);
        }
    }

    private void closeMembers(JsonNode schema, List<JsonNode> seen) {
        JsonNode known = resolved(schema);
        if (seen.contains(known)) {
            return;
        }
        seen.add(known);
        for (Map.Entry<String, JsonNode> member : known.path("properties").properties()) {
            restrictMember(member.getKey(), member.getValue(), "enum");
            closeMembers(member.getValue(), seen);
        }
        if (known.has("items")) {
            closeMembers(known.path("items"), seen);
        }
    }

    /** What callers read may bring a new name tomorrow: the set is open. */
    private void nameMembers() {
        for (JsonNode schema : root.path("components").path("schemas")) {
            schema.path("properties")
                    .properties()
                    .forEach(member -> restrictMember(member.getKey(), member.getValue(), OPEN_SET));
        }
    }

    private void restrictMember(String name, JsonNode member, String how) {
        List<String> set = words.sets().getOrDefault(name, List.of());
        if (set.isEmpty() || !(member instanceof ObjectNode schema)) {
            return;
        }
        ObjectNode one = one(schema);
        if (one.path("type").asText().equals("string") && !one.has("enum")) {
            schema.remove(List.of("example", "examples"));
            restrict(one, name, how, set);
        }
    }

    /** The schema of one value, where a list of them may stand. */
    private static ObjectNode one(ObjectNode schema) {
        return schema.get("items") instanceof ObjectNode items ? items : schema;
    }

    private void restrict(ObjectNode schema, String name, String how, List<String> set) {
        schema.remove(List.of("enum", OPEN_SET, "example", "examples"));
        ArrayNode values = schema.putArray(how);
        set.forEach(values::add);
        schema.putArray("examples").add(words.samples().getOrDefault(name, set.get(0)));
    }

    private List<ObjectNode> operations() {
        return elements(root.path("paths")).stream()
                .flatMap(path -> operations(path).stream())
                .toList();
    }

    private static List<ObjectNode> operations(JsonNode path) {
        return path.properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .map(member -> (ObjectNode) member.getValue())
                .toList();
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
