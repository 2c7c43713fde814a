package io.quotagate.aggregation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts and times fetches; labels are closed sets, never an id of a tenant or a vendor. */
@ApplicationScoped
class FetchMetrics {

    private static final String THROTTLED = "Answers in which a vendor asked for fewer calls";
    private static final String RETRIES = "Fetches that were repeated at once, since the vendor failed on a read";

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

    /** Shows each kind from the start, since what appears with a count of one looks as if it had not risen. */
    void watch(Collection<String> providers) {
        for (String provider : providers) {
            for (DriftKind kind : DriftKind.values()) {
                drifted(provider, kind, 0);
            }
            count("quotagate.vendor.throttled", THROTTLED, provider, 0);
            count("quotagate.fetch.retries", RETRIES, provider, 0);
        }
    }

    void drifted(String provider, DriftKind kind, int times) {
        Counter.builder("quotagate.contract.drift")
                .description("What has begun to depart from a vendor's documentation or from its answers before")
                .tag("provider", provider)
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment(times);
    }

    long start() {
        return registry.config().clock().monotonicTime();
    }

    /** Shows how many connections of the provider are not asked, each for its own failures. */
    void breakers(String provider, Supplier<Number> count) {
        Gauge.builder("quotagate.breaker.open", count)
                .description("Connections that are not asked at present, since their vendor failed again and again")
                .tag("provider", provider)
                .register(registry);
    }

    /** Shows how many addresses of the provider's vendor are not called for anybody. */
    void brakes(String provider, Supplier<Number> count) {
        Gauge.builder("quotagate.brake.open", count)
                .description("Addresses that are not called at present, since they failed for many connections")
                .tag("provider", provider)
                .register(registry);
    }

    void repeated(String provider) {
        count("quotagate.fetch.retries", RETRIES, provider, 1);
    }

    private void count(String name, String description, String provider, int times) {
        Counter.builder(name)
                .description(description)
                .tag("provider", provider)
                .register(registry)
                .increment(times);
    }

    void fetched(Connection connection, long start) {
        fetched(connection, "ok", start);
    }

    /** @param reason why the fetch brought nothing */
    void failed(Connection connection, Reason reason, long start) {
        fetched(connection, reason.name().toLowerCase(Locale.ROOT), start);
    }

    private void fetched(Connection connection, String outcome, long start) {
        Timer.builder("quotagate.fetch")
                .description("Fetches of a connection's numbers, login included, by how they ended")
                .tag("provider", connection.provider())
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .serviceLevelObjectives(Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofMillis(5_250))
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry)
                .record(registry.config().clock().monotonicTime() - start, TimeUnit.NANOSECONDS);
    }

    /** A vendor has asked for fewer calls. */
    void throttled(Connection connection) {
        count("quotagate.vendor.throttled", THROTTLED, connection.provider(), 1);
    }
}
