package io.quotagate.aggregation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quotagate.provider.ConnectionKey;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
                // Called for whatever leaves, also where something newer takes its place.
                .removalListener(
                        (@Nullable ConnectionKey key, @Nullable Known value, RemovalCause cause) -> drop(value))
                .recordStats()
                // Its book-keeping is short: to wake another thread for it would take longer.
                .executor(Runnable::run)
                .build();
        CaffeineCacheMetrics.monitor(registry, known, "snapshots");
    }

    private static void drop(@Nullable Known value) {
        if (value != null) {
            value.drop();
        }
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

    /** What is known, kept also where that is nothing, so that {@link #outdate} has something to replace. */
    Known hold(ConnectionKey key) {
        return update(key, known -> known.equals(Known.UNSEEN) ? known.outdated() : known);
    }

    /** As {@link #find}, without keeping it from leaving memory. */
    Known glance(ConnectionKey key) {
        Known found = known.policy().getIfPresentQuietly(key);
        return found == null ? Known.UNSEEN : found;
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
