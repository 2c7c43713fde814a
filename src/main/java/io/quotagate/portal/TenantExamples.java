package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The examples of a tenant's document: what its own last report says, and requests about that. */
final class TenantExamples {

    /** A document is read by people: it shows how quotas look, not all of them. */
    private static final int MOST_QUOTAS = 10;
    /** What the full view adds to an amount. */
    private static final List<String> ORIGINS = List.of("vendor", "from");

    /** By the name of the schema of what is sent or answered. */
    private final Map<String, JsonNode> bodies = new HashMap<>();

    private final TenantWords words;

    /** @param last the tenant's last report, in the full view; is not changed */
    TenantExamples(ObjectNode last, TenantWords words) {
        this.words = words;
        answers(last.deepCopy());
        requests(last);
    }

    private void answers(ObjectNode report) {
        ArrayNode quotas = report.withArray("quotas");
        if (!quotas.isEmpty()) {
            bodies.put("Quota", quotas.get(0).deepCopy());
        }
        while (quotas.size() > MOST_QUOTAS) {
            quotas.remove(quotas.size() - 1);
        }
        quotas.forEach(quota -> quota.forEach(TenantExamples::withoutOrigin));
        bodies.put("Report", report);
        ObjectNode sources = report.objectNode();
        for (String member : List.of("tenant", "complete", "sources")) {
            sources.set(member, report.path(member));
        }
        bodies.put("Sources", sources);
        ObjectNode refreshes = report.objectNode();
        refreshes.set("sources", report.path("sources"));
        bodies.put("Refreshes", refreshes);
    }

    private static void withoutOrigin(JsonNode member) {
        if (member instanceof ObjectNode amount) {
            amount.remove(ORIGINS);
        }
    }

    private void requests(ObjectNode last) {
        String connection = words.samples().get("connection");
        if (connection != null) {
            ObjectNode refresh = last.objectNode();
            refresh.putArray("connections").add(connection);
            bodies.put("RefreshRequest", refresh);
        }
        String unit = words.samples().get("unit");
        if (unit != null) {
            ObjectNode checks = last.objectNode();
            checks.putArray("checks")
                    .addObject()
                    .put("metric", words.samples().get("metric"))
                    .put("amount", "1")
                    .put("unit", unit);
            bodies.put("QuotaChecksRequest", checks);
        }
    }

    /** Puts them into a document; those of another tenant go. Those of problems name none, and stay. */
    void into(ObjectNode operation) {
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
            if (body != null && form.getKey().equals("application/json")) {
                media.set("example", body);
            }
        }
    }

    private void show(ObjectNode parameter) {
        String sample = words.samples().get(parameter.path("name").asText());
        if (sample != null) {
            parameter.remove(List.of("example", "examples"));
            ObjectNode schema = parameter.withObject("/schema");
            schema.remove("example");
            schema.putArray("examples").add(sample);
        }
    }
}
