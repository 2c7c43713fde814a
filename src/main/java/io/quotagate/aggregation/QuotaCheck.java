package io.quotagate.aggregation;

import io.quotagate.quota.Measure;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * "May I use this much more?"
 *
 * @param needed in the base of the measure, above 0
 * @param connection id of the only connection that will do
 * @param provider id of the only adapter that will do
 * @param place the only scopes that will do
 */
public record QuotaCheck(
        Metric metric,
        BigDecimal needed,
        Measure measure,
        Optional<String> connection,
        Optional<String> provider,
        Optional<Place> place) {

    /**
     * Scopes of one level.
     *
     * @param id of the only one that will do
     */
    public record Place(ScopeLevel level, Optional<String> id) {

        boolean has(Scope scope) {
            return scope.level() == level && (id.isEmpty() || id.get().equals(scope.id()));
        }
    }

    /** True where a connection of that provider is asked at all. */
    boolean wants(String connectionId, String providerId) {
        return (connection.isEmpty() || connection.get().equals(connectionId))
                && (provider.isEmpty() || provider.get().equals(providerId));
    }
}
