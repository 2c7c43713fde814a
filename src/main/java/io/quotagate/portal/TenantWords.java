package io.quotagate.portal;

import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Rate;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.tenant.Tenant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that a tenant's document says in place of any name.
 *
 * @param title of the tenant, for people
 * @param sets what the tenant knows of a thing, by the name of the parameter or member that takes one of them
 * @param sample one of each, which belong together
 * @param limit how often the caller may ask; empty where nobody counts
 */
record TenantWords(String id, String title, Map<String, List<String>> sets, TenantSample sample, Optional<Rate> limit) {

    TenantWords {
        sets = Map.copyOf(sets);
    }

    /**
     * @param report the tenant's last one: it may have metrics that no catalogue names
     * @param catalogue of a provider, by its id
     */
    static TenantWords of(Tenant tenant, Report report, Function<String, Catalogue> catalogue, Optional<Rate> limit) {
        List<Catalogue.Entry> entries = tenant.connections().stream()
                .map(Connection::provider)
                .distinct()
                .flatMap(provider -> catalogue.apply(provider).metrics().stream())
                .toList();
        List<String> levels = levels(entries, report.lines());
        List<String> connections =
                tenant.connections().stream().map(Connection::id).toList();
        Map<String, List<String>> sets = Map.of(
                "provider", sorted(tenant.connections().stream().map(Connection::provider)),
                "connection", connections,
                "connections", connections,
                "metric", metrics(entries, report.lines()),
                "scope", levels,
                "level", levels);
        return new TenantWords(
                tenant.id(),
                tenant.name().orElse(tenant.id()),
                sets,
                TenantSample.of(tenant.connections(), report.lines(), catalogue),
                limit);
    }

    /** One that the tenant may make: one more of what the sample is about. */
    QuotaCheck check() {
        return sample.check(sets.getOrDefault("connection", List.of()));
    }

    private static List<String> metrics(List<Catalogue.Entry> entries, List<Line> lines) {
        return sorted(Stream.concat(
                entries.stream().map(entry -> entry.metric().name()),
                lines.stream().map(line -> line.quota().metric().name())));
    }

    private static List<String> levels(List<Catalogue.Entry> entries, List<Line> lines) {
        Set<ScopeLevel> known = Stream.concat(
                        entries.stream().flatMap(entry -> entry.scopes().stream()),
                        lines.stream().map(line -> line.quota().scope().level()))
                .collect(Collectors.toSet());
        return Arrays.stream(ScopeLevel.values())
                .filter(known::contains)
                .map(level -> level.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> sorted(Stream<String> names) {
        return names.distinct().sorted().toList();
    }
}
