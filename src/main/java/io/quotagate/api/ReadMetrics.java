package io.quotagate.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quotagate.aggregation.Retrieval;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Counts reads by how they were answered. */
@Singleton
class ReadMetrics {

    private final Counter[] counters;
    private final Timer waits;

    /** How a read was answered. */
    enum Result {
        /** From memory, and all of it fresh. */
        HIT,
        /** From memory, and some of it stale. */
        STALE,
        /** The caller waited for a vendor. */
        MISS,
        /** The caller had the answer already. */
        NOT_MODIFIED,
        /** There was nothing to show, or not all that was required. */
        ERROR;

        static Result of(Retrieval retrieval, CacheHeaders.Extent extent) {
            if (retrieval != Retrieval.HIT) {
                return MISS;
            }
            return extent == CacheHeaders.Extent.STALE ? STALE : HIT;
        }
    }

    ReadMetrics(MeterRegistry registry) {
        this.counters = Arrays.stream(Result.values())
                .map(result -> Counter.builder("quotagate.reads")
                        .description("Reads of a tenant's quotas and sources, by how they were answered")
                        .tag("result", result.name().toLowerCase(Locale.ROOT))
                        .register(registry))
                .toArray(Counter[]::new);
        this.waits = Timer.builder("quotagate.read.wait")
                .description("How long reads took that were not hot, those that waited for a vendor among them")
                .publishPercentileHistogram()
                .serviceLevelObjectives(Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofMillis(5_250))
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    /** Counts a read that had to be looked at. */
    void waited(long nanos) {
        waits.record(nanos, TimeUnit.NANOSECONDS);
    }

    void count(Result result) {
        counters[result.ordinal()].increment();
    }
}
