package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Puts the names that a tenant knows where its document lets any name stand. */
final class TenantNames {

    /** Open sets: what a caller may meet may grow. */
    private static final String OPEN_SET = "x-extensible-enum";

    private final ObjectNode root;
    private final TenantWords words;

    /** @param root the document; is changed */
    TenantNames(ObjectNode root, TenantWords words) {
        this.root = root;
        this.words = words;
    }

    /** Whoever asks for another is told that it is none: the set is closed. */
    void close(ObjectNode operation) {
        for (JsonNode reference : operation.path("parameters")) {
            JsonNode parameter = References.resolved(root, reference);
            if (parameter.path("in").asText().equals("query")) {
                close(parameter, parameter.path("name").asText());
            }
        }
    }

    private void close(JsonNode parameter, String name) {
        List<String> set = words.sets().get(name);
        if (set != null && parameter instanceof ObjectNode named) {
            named.remove(List.of("example", "examples"));
            ObjectNode schema = named.withObject("/schema");
            // A closed set of nothing would be none.
            restrict(one(schema), name, set.isEmpty() ? OPEN_SET : "enum", set);
            if (schema.has("items")) {
                schema.putArray("examples").addArray().add(example(name));
            }
        }
    }

    /** What is read and written may have a new name tomorrow: these sets are open. */
    void open() {
        for (JsonNode schema : root.path("components").path("schemas")) {
            schema.path("properties").properties().forEach(member -> open(member.getKey(), member.getValue()));
        }
    }

    private void open(String name, JsonNode member) {
        List<String> set = words.sets().get(name);
        if (set == null || !(member instanceof ObjectNode schema)) {
            return;
        }
        ObjectNode one = one(schema);
        if (one.path("type").asText().equals("string") && !one.has("enum")) {
            schema.remove(List.of("example", "examples"));
            restrict(one, name, OPEN_SET, set);
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
        schema.putArray("examples").add(example(name));
    }

    private String example(String name) {
        return words.sample().names().getOrDefault(name, name);
    }
}
