package io.quotagate.aggregation;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where snapshots are kept. */
@ConfigMapping(prefix = "quotagate.cache")
public interface CacheConfig {

    /** In memory alone, or also in a store that the replicas share. */
    @WithDefault("local")
    Store store();

    /** Longest wait for the shared store; whoever waited longer goes on without it. */
    @WithDefault("PT0.25S")
    Duration timeout();

    /** How much memory snapshots may take; four tenths of the heap unless configured. */
    Optional<MemorySize> snapshots();

    /** How much memory rendered reports may take; an eighth of the heap unless configured. */
    Optional<MemorySize> reports();

    /** How much memory first answers to an Idempotency-Key may take; a 32nd part of the heap unless configured. */
    Optional<MemorySize> answers();

    /** How much memory may be taken by what checks are decided from; a 32nd part of the heap unless configured. */
    Optional<MemorySize> checks();

    /** Where snapshots are kept. */
    enum Store {
        LOCAL,
        REDIS
    }

    /** The limit of the snapshots in force, in bytes. */
    default long snapshotBytes() {
        return snapshots()
                .map(size -> size.asLongValue())
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / 10 * 4);
    }

    /** The limit of the first answers in force, in bytes. */
    default long answerBytes() {
        return answers()
                .map(size -> size.asLongValue())
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / 32);
    }

    /** The limit of the rendered reports in force, in bytes. */
    default long reportBytes() {
        return reports()
                .map(size -> size.asLongValue())
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / 8);
    }

    /** The limit of what checks are decided from in force, in bytes. */
    default long checkBytes() {
        return checks().map(size -> size.asLongValue())
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / 32);
    }
}
