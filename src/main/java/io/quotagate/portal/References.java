package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** What leads from one place of an OpenAPI document to another. */
final class References {

    private static final String SECURITY_SCHEMES = "securitySchemes";

    private final ObjectNode root;
    private final Set<String> references = new HashSet<>();

    References(ObjectNode root) {
        this.root = root;
    }

    /** What a node means: itself, or what it refers to. */
    static JsonNode resolved(JsonNode root, JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : resolved(root, root.at(reference.substring(1)));
    }

    /** Takes out the components that nothing leads to. Security schemes stay: they are named, not referred to. */
    void prune() {
        Deque<JsonNode> open = new ArrayDeque<>();
        root.properties().stream()
                .filter(member -> !member.getKey().equals("components"))
                .forEach(member -> open.add(member.getValue()));
        while (!open.isEmpty()) {
            JsonNode node = open.remove();
            String reference = node.path("$ref").asText();
            if (reference.startsWith("#/") && references.add(reference)) {
                open.add(root.at(reference.substring(1)));
            }
            node.forEach(open::add);
        }
        ObjectNode components = root.withObject("/components");
        components.properties().stream()
                .filter(kind -> !kind.getKey().equals(SECURITY_SCHEMES))
                .forEach(kind -> retain(kind.getKey(), (ObjectNode) kind.getValue()));
    }

    private void retain(String kind, ObjectNode components) {
        Set<String> names = new HashSet<>();
        components.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> references.contains("#/components/" + kind + "/" + pointer(name)));
        components.remove(names);
    }

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>, JSON Pointer */
    private static String pointer(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
