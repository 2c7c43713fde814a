package io.quotagate.aggregation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quotagate.provider.ConnectionKey;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * What this replica knows of its connections, within a bounded memory: what has not been read for long leaves first, and
 * of those what was read rarely.
 */
@Singleton
class LocalSnapshots {

    /** What a connection takes beside its packed snapshot: cache entry, key, headers, a failure; measured. */
    private static final int OVERHEAD_BYTES = 200;

    private final Cache<ConnectionKey, Known> known;

    LocalSnapshots(CacheConfig config, MeterRegistry registry) {
        this.known = Caffeine.newBuilder()
                .maximumWeight(config.snapshotBytes())
                .weigher((ConnectionKey key, Known value) -> weight(value))
                .recordStats()
                // Its book-keeping is short: to wake another thread for it would take longer.
                .executor(Runnable::run)
                .build();
        CaffeineCacheMetrics.monitor(registry, known, "snapshots");
    }

    private static int weight(Known value) {
        PackedSnapshot snapshot = value.snapshot();
        return OVERHEAD_BYTES + (snapshot == null ? 0 : snapshot.content().length);
    }

    /** What is known; {@link Known#UNSEEN} where that is nothing. */
    Known find(ConnectionKey key) {
        Known found = known.getIfPresent(key);
        return found == null ? Known.UNSEEN : found;
    }

    /** Puts something newer in place of what is known, and returns that. */
    Known update(ConnectionKey key, UnaryOperator<Known> change) {
        return known.asMap().compute(key, (same, before) -> change.apply(before == null ? Known.UNSEEN : before));
    }

    /** Another replica may know better. */
    void outdate(ConnectionKey key) {
        var unused = known.asMap().computeIfPresent(key, (same, before) -> before.outdated());
    }

    /** Other replicas may know better of every connection. */
    void outdateAll() {
        known.asMap().replaceAll((key, before) -> before.outdated());
    }

    void forget(Collection<ConnectionKey> keys) {
        known.invalidateAll(keys);
    }

    long size() {
        return known.estimatedSize();
    }
}
