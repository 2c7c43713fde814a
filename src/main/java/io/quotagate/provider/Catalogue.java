package io.quotagate.provider;

import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.util.List;
import java.util.Optional;

/**
 * What a provider can tell and what it cannot: published to callers, and read where a failed source leaves a gap.
 *
 * @param title the vendor's product, for people
 * @param documentation the vendor's page
 * @param passThrough prefix of metrics that the vendor names itself
 * @param cannotTell what callers must not expect, in whole sentences
 */
public record Catalogue(
        String title,
        String documentation,
        List<Entry> metrics,
        Optional<String> passThrough,
        List<String> cannotTell,
        ConnectionSchema connection) {

    public Catalogue {
        metrics = List.copyOf(metrics);
        cannotTell = List.copyOf(cannotTell);
    }

    /**
     * One metric at its scope levels.
     *
     * @param limit the vendor's fields in the order of the scopes; empty where the vendor does not say
     */
    public record Entry(
            Metric metric,
            Kind kind,
            Unit unit,
            List<ScopeLevel> scopes,
            List<String> limit,
            List<String> used,
            List<String> remaining) {

        public Entry {
            scopes = List.copyOf(scopes);
            limit = List.copyOf(limit);
            used = List.copyOf(used);
            remaining = List.copyOf(remaining);
        }
    }

    /** True where a connection of this provider may bring quotas of the metric. */
    public boolean mayReport(Metric metric) {
        return metrics.stream().anyMatch(entry -> entry.metric().equals(metric))
                || passThrough.filter(metric.name()::startsWith).isPresent();
    }
}
