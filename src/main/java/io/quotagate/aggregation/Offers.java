package io.quotagate.aggregation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.tenant.RetiredConnections;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What connections have to be checked against, as it was arranged of late, within a bounded memory. It serves as long as
 * what it was arranged from is what a read would show.
 */
@Singleton
class Offers {

    private static final long BETWEEN_TOUCHES = Duration.ofSeconds(10).toNanos();
    /** What an offer takes beside its quotas. */
    private static final int OVERHEAD_BYTES = 600;
    /** What a quota takes with what it may decide, as that is shown. */
    private static final int QUOTA_BYTES = 1_500;

    private final Cache<ConnectionKey, Kept> offers;
    private final Snapshots snapshots;

    /** An offer and what it was arranged from. */
    private static final class Kept {

        private final Offer offer;
        private final Found.Standing standing;
        /** When it was last said to be in use. Plain: a race costs one time too many. */
        private long touchedNanos;

        private Kept(Offer offer, Found.Standing standing, long nanos) {
            this.offer = offer;
            this.standing = standing;
            this.touchedNanos = nanos;
        }
    }

    Offers(CacheConfig config, Snapshots snapshots, MeterRegistry registry) {
        this.snapshots = snapshots;
        this.offers = Caffeine.newBuilder()
                .maximumWeight(config.checkBytes())
                .weigher((ConnectionKey key, Kept kept) -> OVERHEAD_BYTES + kept.offer.size() * QUOTA_BYTES)
                .recordStats()
                // Its book-keeping is short: to wake another thread for it would take longer.
                .executor(Runnable::run)
                .build();
        CaffeineCacheMetrics.monitor(registry, offers, "checks");
    }

    /**
     * What a read would show of a connection without asking anybody; null where that is not at hand.
     *
     * @param nanos now, on the monotonic clock
     */
    @Nullable
    Offer find(Connection connection, long nanos) {
        ConnectionKey key = connection.key();
        Kept kept = offers.policy().getIfPresentQuietly(key);
        if (kept == null || !kept.standing.holds(nanos)) {
            return null;
        }
        if (nanos - kept.touchedNanos >= BETWEEN_TOUCHES) {
            // What caches keep by its use has to be told that this is used.
            kept.touchedNanos = nanos;
            var unused = offers.getIfPresent(key);
            snapshots.touch(key);
        }
        return kept.offer;
    }

    /** What a read has found of a connection, arranged unless it was. */
    Offer of(Found found, long nanos) {
        ConnectionKey key = found.standing().key();
        Kept before = offers.getIfPresent(key);
        Offer offer =
                before != null && before.standing.isSameAs(found.standing()) ? before.offer : Offer.of(found.outcome());
        if (found.standing().isLasting()) {
            offers.put(key, new Kept(offer, found.standing(), nanos));
        }
        return offer;
    }

    void forget(@Observes RetiredConnections retired) {
        offers.invalidateAll(retired.connections().stream().map(Connection::key).toList());
    }
}
