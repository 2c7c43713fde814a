package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The examples of single members, headers and problems of a tenant's document: what its bodies have there, or words that
 * belong to nobody.
 */
final class MemberExamples {

    /** Where a page token is good for nothing. */
    private static final String NO_TOKEN = "bmV4dA";

    private static final String TOKEN = "nextPageToken";

    private final ObjectNode root;
    private final TenantWords words;

    /** What stands first in the bodies, by schema and member. */
    private final Map<String, String> there = new HashMap<>();

    /** By schema and member, or by member alone. */
    private final Map<String, String> otherwise;

    /** @param bodies by the name of their schemas */
    MemberExamples(ObjectNode root, TenantWords words, Map<String, JsonNode> bodies) {
        this.root = root;
        this.words = words;
        String quota = words.sample().quotaId();
        this.otherwise = Map.ofEntries(
                Map.entry("tenant", words.id()),
                Map.entry("connection", words.sample().connection()),
                Map.entry("provider", words.sample().provider()),
                Map.entry("withoutNumbers", words.sample().connection()),
                Map.entry("quota", quota),
                Map.entry("decidedBy", quota),
                Map.entry("Quota.id", quota),
                Map.entry("Scope.id", "scope"),
                Map.entry("Scope.reported", "other-scope"),
                Map.entry("QuotaCheckScope.id", "scope"),
                Map.entry("Account.id", "account"),
                Map.entry("Account.name", "Account"),
                Map.entry("VendorField.call", "GET /quotas"),
                Map.entry(TOKEN, NO_TOKEN));
        bodies.forEach(this::look);
    }

    private void look(String schema, JsonNode body) {
        JsonNode described = root.at("/components/schemas/" + schema);
        described.path("properties").properties().forEach(member -> {
            JsonNode value = body.path(member.getKey());
            if (value.isTextual() && !member.getValue().path("format").asText().equals("date-time")) {
                there.putIfAbsent(schema + "." + member.getKey(), value.asText());
            } else if (value.isArray()) {
                String each = schema(member.getValue().path("items"));
                value.forEach(element -> look(each, element));
            } else {
                look(schema(member.getValue()), value);
            }
        });
    }

    private static String schema(JsonNode reference) {
        String pointer = reference.path("$ref").asText();
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    /** Puts them into the document. */
    void show() {
        root.at("/components/schemas")
                .properties()
                .forEach(schema -> schema.getValue()
                        .path("properties")
                        .properties()
                        .forEach(member -> show(schema.getKey(), member.getKey(), member.getValue())));
        String token = there.getOrDefault("Report." + TOKEN, NO_TOKEN);
        for (JsonNode parameter : root.findValues("parameters")) {
            parameter.forEach(one -> page(one, token));
        }
        if (root.at("/components/headers/Link/schema") instanceof ObjectNode link) {
            link.putArray("examples")
                    .add("</v1/tenants/" + words.id() + "/quotas?pageToken=" + token + ">; rel=\"next\"");
        }
        for (JsonNode response : root.at("/components/responses")) {
            response.path("content")
                    .forEach(media -> media.path("examples").forEach(example -> problem(example.path("value"))));
        }
    }

    private void show(String schema, String name, JsonNode member) {
        String own = there.get(schema + "." + name);
        String text = own != null ? own : otherwise.getOrDefault(schema + "." + name, otherwise.get(name));
        JsonNode shown = member.path("examples").path(0);
        if (text == null || !(member instanceof ObjectNode described)) {
            return;
        }
        if (shown.isTextual()) {
            described.putArray("examples").add(text);
        } else if (shown.isArray()) {
            described.putArray("examples").addArray().add(text);
        }
    }

    private static void page(JsonNode parameter, String token) {
        if (parameter.path("name").asText().equals("pageToken")
                && parameter.path("schema") instanceof ObjectNode schema) {
            schema.putArray("examples").add(token);
        }
    }

    private void problem(JsonNode value) {
        if (value instanceof ObjectNode problem && problem.has("sources")) {
            problem.put("tenant", words.id());
            for (JsonNode source : problem.path("sources")) {
                ((ObjectNode) source)
                        .put("connection", words.sample().connection())
                        .put("provider", words.sample().provider());
                if (source.path("problem") instanceof ObjectNode why) {
                    why.put("detail", "The vendor answered with status 503.")
                            .remove(List.of("vendorCode", "vendorRequestId"));
                }
            }
        }
    }
}
