package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.QuotaCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The bodies that a tenant's document shows: what its own last report says, and requests about that. What nobody has said
 * yet is not shown.
 */
final class TenantExamples {

    /** A document is read by people: it shows how quotas look, not all of them. */
    static final int MOST_QUOTAS = 10;

    /** Of what has no schema with a name. */
    private static final String UNNAMED = "";

    /** Says why there is no example; rules about documents know it. */
    private static final String NONE = "x-no-example";

    /** By the name of the schema of what is sent or answered. */
    private final Map<String, JsonNode> bodies = new HashMap<>();

    private final TenantWords words;

    /**
     * @param page the first of the tenant's last report
     * @param quota one of it, in the full view; empty where nothing was observed yet
     * @param checked what is answered to the tenant's check
     */
    TenantExamples(ObjectNode page, Optional<ObjectNode> quota, JsonNode checked, TenantWords words) {
        this.words = words;
        quota.ifPresent(one -> bodies.put("Quota", one));
        bodies.put("QuotaChecks", checked);
        answers(page);
        requests();
    }

    private void answers(ObjectNode page) {
        bodies.put("Report", page);
        ObjectNode sources = page.objectNode();
        for (String member : List.of("tenant", "complete", "sources")) {
            sources.set(member, page.path(member));
        }
        bodies.put("Sources", sources);
        ObjectNode refreshes = page.objectNode();
        ArrayNode refreshed = refreshes.putArray("sources");
        for (JsonNode source : page.path("sources")) {
            if (source.path("connection").asText().equals(words.sample().connection())) {
                refreshed.add(source);
            }
        }
        bodies.put("Refreshes", refreshes);
    }

    private void requests() {
        QuotaCheck check = words.check();
        ObjectNode refresh = JsonNodeFactory.instance.objectNode();
        check.connection()
                .ifPresent(connection -> refresh.putArray("connections").add(connection));
        bodies.put("RefreshRequest", refresh);
        bodies.put("QuotaCheckRequest", checks(check));
    }

    private static ObjectNode checks(QuotaCheck check) {
        ObjectNode checks = JsonNodeFactory.instance.objectNode();
        ObjectNode asked = checks.putArray("checks")
                .addObject()
                .put("metric", check.metric().name())
                .put("amount", "1")
                .put("unit", check.measure().code());
        check.connection().ifPresent(connection -> asked.put("connection", connection));
        check.place().ifPresent(place -> {
            ObjectNode scope =
                    asked.putObject("scope").put("level", place.level().name().toLowerCase(Locale.ROOT));
            place.id().ifPresent(id -> scope.put("id", id));
        });
        return checks;
    }

    /** By the name of their schemas. */
    Map<String, JsonNode> bodies() {
        return Map.copyOf(bodies);
    }

    /**
     * Puts them into an operation; those of another tenant go.
     *
     * @param document what stands for the document where that is what is answered: it has no schema here
     */
    void into(ObjectNode operation, ObjectNode document) {
        bodies.put(UNNAMED, document);
        show(operation.path("requestBody").path("content"));
        operation.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .forEach(response -> show(response.getValue().path("content")));
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("path")) {
                show((ObjectNode) parameter);
            }
        }
    }

    private void show(JsonNode content) {
        for (Map.Entry<String, JsonNode> form : content.properties()) {
            ObjectNode media = (ObjectNode) form.getValue();
            media.remove(List.of("example", "examples"));
            String reference = media.path("schema").path("$ref").asText();
            JsonNode body = bodies.get(reference.substring(reference.lastIndexOf('/') + 1));
            if (form.getKey().equals("application/json")) {
                show(media, body == null ? Optional.empty() : Optional.of(body));
            }
        }
    }

    private void show(ObjectNode media, Optional<JsonNode> body) {
        if (body.isEmpty()) {
            media.put(NONE, "Nothing of it was observed yet.");
            return;
        }
        ObjectNode example = media.putObject("examples").putObject(words.id());
        if (body.get().path("quotas").isArray()) {
            example.put("summary", "As it was last known, with pageSize=" + MOST_QUOTAS);
        }
        example.set("value", body.get());
    }

    private void show(ObjectNode parameter) {
        String sample = words.sample().names().get(parameter.path("name").asText());
        if (sample != null) {
            parameter.remove(List.of("example", "examples"));
            ObjectNode schema = parameter.withObject("/schema");
            schema.remove("example");
            schema.putArray("examples").add(sample);
        }
    }
}
