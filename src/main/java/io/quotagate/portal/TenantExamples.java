package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The examples of a tenant's document: what its own last report says, and requests about that. */
final class TenantExamples {

    /** A document is read by people: it shows how quotas look, not all of them. */
    private static final int MOST_QUOTAS = 10;
    /** What the full view adds to an amount. */
    private static final List<String> ORIGINS = List.of("vendor", "from");

    /** Of what has no schema with a name. */
    private static final String UNNAMED = "";

    /** By the name of the schema of what is sent or answered. */
    private final Map<String, JsonNode> bodies = new HashMap<>();

    private final TenantWords words;

    /**
     * @param last the tenant's last report, in the full view; is not changed
     * @param checked what is answered to the tenant's check
     * @param now where nothing was observed yet, a quota of which nothing is known stands for all
     */
    TenantExamples(ObjectNode last, ObjectNode checked, TenantWords words, Instant now) {
        this.words = words;
        bodies.put("QuotaChecks", checked);
        answers(last.deepCopy(), now);
        requests(last);
    }

    private void answers(ObjectNode report, Instant now) {
        ArrayNode quotas = report.withArray("quotas");
        if (!quotas.isEmpty()) {
            bodies.put("Quota", quotas.get(0).deepCopy());
        } else if (words.samples().containsKey("metric")) {
            bodies.put("Quota", unknown(report.objectNode(), now));
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

    private ObjectNode unknown(ObjectNode quota, Instant now) {
        Map<String, String> samples = words.samples();
        String id = samples.get("connection") + ":" + samples.get("metric") + ":" + samples.get("level");
        quota.put("id", id);
        for (String name : List.of("connection", "provider", "metric")) {
            quota.put(name, samples.get(name));
        }
        quota.put("kind", "allocation").put("unit", samples.get("unit"));
        quota.putObject("scope").put("level", samples.get("level"));
        for (String amount : List.of("limit", "used", "remaining")) {
            quota.putObject(amount).put("state", "unknown");
        }
        quota.putNull("utilization")
                .put("status", "unknown")
                .put("observedAt", now.truncatedTo(ChronoUnit.MILLIS).toString());
        quota.putArray("warnings").add("missing");
        return quota;
    }

    private static void withoutOrigin(JsonNode member) {
        if (member instanceof ObjectNode amount) {
            amount.remove(ORIGINS);
        }
    }

    private void requests(ObjectNode last) {
        ObjectNode refresh = last.objectNode();
        bodies.put("RefreshRequest", refresh);
        String connection = words.samples().get("connection");
        if (connection != null) {
            refresh.putArray("connections").add(connection);
        }
        bodies.put("QuotaCheckRequest", checks(words));
    }

    private static ObjectNode checks(TenantWords words) {
        ObjectNode checks = JsonNodeFactory.instance.objectNode();
        checks.putArray("checks")
                .addObject()
                .put("metric", words.check().metric().name())
                .put("amount", "1")
                .put("unit", words.check().measure().code());
        return checks;
    }

    /**
     * Puts them into an operation; those of another tenant go. Those of problems name none, and stay.
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
            if (body != null && form.getKey().equals("application/json")) {
                media.putObject("examples").putObject(words.id()).set("value", body);
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
