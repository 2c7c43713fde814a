package io.quotagate.portal;

import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The names that a tenant's document takes for its examples: those of one quota that the tenant has; while it has none,
 * those of one that one of its connections may bring; without connections, words that are no names.
 *
 * @param scopeId where the quota is there and its scope has one
 * @param observed whether there is such a quota
 */
record TenantSample(
        String quotaId,
        String connection,
        String provider,
        Metric metric,
        Unit unit,
        ScopeLevel level,
        Optional<String> scopeId,
        boolean observed) {

    private static final String NO_CONNECTION = "connection";
    private static final String NO_PROVIDER = "provider";

    static TenantSample of(List<Connection> connections, List<Line> lines, Function<String, Catalogue> catalogue) {
        return lines.stream()
                .findFirst()
                .map(TenantSample::of)
                .or(() -> connections.stream()
                        .flatMap(connection -> catalogue.apply(connection.provider()).metrics().stream()
                                .map(entry -> of(connection, entry)))
                        .findFirst())
                .orElseGet(() -> connections.stream()
                        .findFirst()
                        .map(connection -> nothingOf(connection.id(), connection.provider()))
                        .orElse(nothingOf(NO_CONNECTION, NO_PROVIDER)));
    }

    private static TenantSample of(Line line) {
        var quota = line.quota();
        return new TenantSample(
                line.id(),
                line.connection(),
                line.provider(),
                quota.metric(),
                quota.unit(),
                quota.scope().level(),
                Optional.ofNullable(quota.scope().id()),
                true);
    }

    private static TenantSample of(Connection connection, Catalogue.Entry entry) {
        return unobserved(
                connection.id(),
                connection.provider(),
                entry.metric(),
                entry.unit(),
                entry.scopes().get(0));
    }

    private static TenantSample nothingOf(String connection, String provider) {
        return unobserved(connection, provider, Metric.STORAGE_STORED, Unit.BYTE, ScopeLevel.ORGANIZATION);
    }

    private static TenantSample unobserved(
            String connection, String provider, Metric metric, Unit unit, ScopeLevel level) {
        String id = connection + ":" + metric.name() + ":" + text(level);
        return new TenantSample(id, connection, provider, metric, unit, level, Optional.empty(), false);
    }

    /** By the name of the parameter or member that takes it. */
    Map<String, String> names() {
        return Map.of(
                "quotaId",
                quotaId,
                "connection",
                connection,
                "connections",
                connection,
                "provider",
                provider,
                "metric",
                metric.name(),
                "unit",
                unit.code(),
                "level",
                text(level),
                "scope",
                text(level));
    }

    /**
     * Whether one more may be used of it: of that very scope, where it was observed.
     *
     * @param connections ids of those that there are
     */
    QuotaCheck check(List<String> connections) {
        Measure measure = Measure.of(unit);
        return new QuotaCheck(
                metric,
                measure.inBase(BigDecimal.ONE),
                measure,
                Optional.of(connection).filter(connections::contains),
                Optional.empty(),
                observed ? Optional.of(new QuotaCheck.Place(level, scopeId)) : Optional.empty());
    }

    private static String text(ScopeLevel level) {
        return level.name().toLowerCase(Locale.ROOT);
    }
}
