package io.quotagate.aggregation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quotagate.provider.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Counts and times fetches; labels are closed sets, never an id of a tenant or a vendor. */
@ApplicationScoped
class FetchMetrics {

    private final MeterRegistry registry;

    FetchMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows how many connections are remembered. */
    void snapshots(Supplier<Number> count) {
        Gauge.builder("quotagate.snapshots", count)
                .description("Connections whose last snapshot or failure is remembered")
                .tag("store", "local")
                .register(registry);
    }

    long start() {
        return registry.config().clock().monotonicTime();
    }

    /** @param failure null where the fetch brought a snapshot */
    void fetched(Connection connection, @Nullable Failure failure, long start) {
        String outcome = failure == null ? "ok" : failure.reason().name().toLowerCase(Locale.ROOT);
        Timer.builder("quotagate.fetch")
                .description("Fetches of a connection's numbers, login included, by how they ended")
                .tag("provider", connection.provider())
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(registry)
                .record(registry.config().clock().monotonicTime() - start, TimeUnit.NANOSECONDS);
    }
}
