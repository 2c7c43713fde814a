package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Rate;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.tenant.Tenant;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The names that a tenant's document says in place of any name.
 *
 * @param title of the tenant, for people
 * @param sets what the tenant knows of a thing, by the name of the parameter or member that takes one of them
 * @param samples one of each set; they belong together: a metric and its unit
 * @param limit how often the caller may ask; empty where nobody counts
 */
record TenantWords(
        String id, String title, Map<String, List<String>> sets, Map<String, String> samples, Optional<Rate> limit) {

    TenantWords {
        sets = Map.copyOf(sets);
        samples = Map.copyOf(samples);
    }

    /**
     * @param report the tenant's last one, in the full view: it may have metrics that no catalogue names
     * @param catalogue of a provider, by its id
     */
    static TenantWords of(Tenant tenant, JsonNode report, Function<String, Catalogue> catalogue, Optional<Rate> limit) {
        List<Catalogue.Entry> entries = tenant.connections().stream()
                .map(Connection::provider)
                .distinct()
                .flatMap(provider -> catalogue.apply(provider).metrics().stream())
                .toList();
        List<JsonNode> quotas = elements(report.path("quotas")).toList();
        List<String> metrics = Stream.concat(
                        entries.stream().map(entry -> entry.metric().name()),
                        quotas.stream().map(quota -> quota.path("metric").asText()))
                .distinct()
                .sorted()
                .toList();
        List<String> levels = levels(entries, quotas);
        List<String> connections =
                tenant.connections().stream().map(Connection::id).toList();
        Map<String, List<String>> sets = Map.of(
                "provider", sorted(tenant.connections().stream().map(Connection::provider)),
                "connection", connections,
                "connections", connections,
                "metric", metrics,
                "scope", levels,
                "level", levels);
        return new TenantWords(
                tenant.id(), tenant.name().orElse(tenant.id()), sets, samples(sets, entries, quotas), limit);
    }

    /** One that the tenant may make: one more of what the samples are about, of stored bytes where it has nothing yet. */
    QuotaCheck check() {
        Measure measure =
                Optional.ofNullable(samples.get("unit")).flatMap(Measure::find).orElse(Measure.of(Unit.BYTE));
        String metric = samples.getOrDefault("metric", Metric.STORAGE_STORED.name());
        return new QuotaCheck(
                new Metric(metric),
                measure.inBase(BigDecimal.ONE),
                measure,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> levels(List<Catalogue.Entry> entries, List<JsonNode> quotas) {
        Collection<String> known = Stream.concat(
                        entries.stream()
                                .flatMap(entry -> entry.scopes().stream())
                                .map(TenantWords::name),
                        quotas.stream().map(quota -> quota.at("/scope/level").asText()))
                .collect(Collectors.toSet());
        return Arrays.stream(ScopeLevel.values())
                .map(TenantWords::name)
                .filter(known::contains)
                .toList();
    }

    /** Those of one quota that the tenant has; where it has none yet, those of one that it may get. */
    private static Map<String, String> samples(
            Map<String, List<String>> sets, List<Catalogue.Entry> entries, List<JsonNode> quotas) {
        Map<String, String> samples = new LinkedHashMap<>();
        sets.forEach((name, set) -> set.stream().findFirst().ifPresent(first -> samples.put(name, first)));
        entries.stream().findFirst().ifPresent(entry -> {
            samples.put("metric", entry.metric().name());
            samples.put("unit", entry.unit().code());
            samples.put("level", name(entry.scopes().get(0)));
        });
        quotas.stream().findFirst().ifPresent(quota -> {
            for (String name : List.of("connection", "provider", "metric", "unit")) {
                samples.put(name, quota.path(name).asText());
            }
            samples.put("level", quota.at("/scope/level").asText());
            samples.put("quotaId", quota.path("id").asText());
        });
        if (samples.containsKey("level")) {
            samples.put("scope", samples.get("level"));
        }
        return samples;
    }

    private static List<String> sorted(Stream<String> names) {
        return names.distinct().sorted().toList();
    }

    private static String name(ScopeLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
