package io.quotagate.aggregation;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.quarkus.runtime.StartupEvent;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.tenant.Tenants;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The quotas of all tenants as metrics, where they are wanted: what is in memory when somebody looks, and no vendor is asked
 * for it. A number that is not known, or not limited, has no sample. Numbers are floating point there, as all are in
 * Prometheus.
 */
@Singleton
class QuotaGauges extends Collector {

    private static final List<String> LABELS = List.of("tenant", "connection", "metric", "scope", "unit");
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MetricsConfig config;
    private final Tenants tenants;
    private final LocalSnapshots local;
    private final MonotonicClock clock;

    QuotaGauges(MetricsConfig config, Tenants tenants, LocalSnapshots local, MonotonicClock clock) {
        this.config = config;
        this.tenants = tenants;
        this.local = local;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, PrometheusMeterRegistry registry) {
        if (config.quotas()) {
            registry.getPrometheusRegistry().register(this);
        }
    }

    /** What is shown of one connection. */
    private record Shown(Connection connection, Snapshot snapshot) {}

    @Override
    public List<MetricFamilySamples> collect() {
        long now = clock.nanos();
        List<Shown> all = tenants.all().stream()
                .flatMap(tenant -> tenant.connections().stream())
                .flatMap(connection -> shown(connection, now))
                .toList();
        GaugeMetricFamily age = new GaugeMetricFamily(
                "quotagate_snapshot_age_seconds",
                "How old a connection's numbers are",
                List.of("tenant", "connection"));
        all.forEach(shown -> age.addMetric(
                List.of(shown.connection().key().tenant(), shown.connection().id()),
                (now - shown.snapshot().observedNanos()) / NANOS));
        return List.of(
                family("limit", "Most that may be used", all, Quota::limit),
                family("used", "What is used", all, Quota::used),
                family("remaining", "What may be used yet", all, Quota::remaining),
                age);
    }

    /** As in a report: numbers that are too old for one are none. */
    private Stream<Shown> shown(Connection connection, long now) {
        PackedSnapshot snapshot = local.glance(connection.key()).snapshot();
        return snapshot == null || !snapshot.isServable(connection, now)
                ? Stream.empty()
                : Stream.of(new Shown(connection, SnapshotCodec.unpack(snapshot)));
    }

    private static MetricFamilySamples family(
            String amount, String help, List<Shown> all, Function<Quota, Amount> which) {
        String name = "quotagate_quota_" + amount;
        List<MetricFamilySamples.Sample> samples = all.stream()
                .flatMap(shown -> shown.snapshot().quotas().stream()
                        .filter(quota -> which.apply(quota).isKnown())
                        .map(quota -> sample(name, shown.connection(), quota, which.apply(quota))))
                .toList();
        return new MetricFamilySamples(name, Type.GAUGE, help, samples);
    }

    private static MetricFamilySamples.Sample sample(String name, Connection connection, Quota quota, Amount amount) {
        List<String> names = new ArrayList<>(LABELS);
        List<String> values = new ArrayList<>(List.of(
                connection.key().tenant(),
                connection.id(),
                quota.metric().name(),
                quota.scope().level().name().toLowerCase(Locale.ROOT),
                quota.unit().code()));
        String id = quota.scope().id();
        if (id != null) {
            names.add("scope_id");
            values.add(id);
        }
        return new MetricFamilySamples.Sample(
                name, names, values, Objects.requireNonNull(amount.value()).doubleValue());
    }
}
