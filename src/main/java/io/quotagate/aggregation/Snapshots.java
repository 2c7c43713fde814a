package io.quotagate.aggregation;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.SingleFlight;
import io.quotagate.tenant.RetiredConnections;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The last good snapshot of each connection and the failures since; one fetch per connection at a time. A failure is
 * remembered beside the snapshot, never in its place.
 */
@ApplicationScoped
public class Snapshots {

    private static final Logger LOG = Logger.getLogger(Snapshots.class);

    private final CaffeineCache slots;
    private final Map<String, GuardedProvider> providers;
    private final BackOff backOff;
    private final FetchMetrics metrics;
    private final Clock clock;

    /** What is known of one connection; least recently read ones leave first. */
    private static final class Slot {
        private final SingleFlight<Outcome> fetches = new SingleFlight<>();
        private volatile @Nullable Snapshot snapshot;
        private volatile @Nullable Failure failure;
    }

    Snapshots(
            @CacheName("snapshots") Cache cache,
            Providers providers,
            FetchConfig config,
            FetchMetrics metrics,
            Clock clock,
            RandomGenerator random) {
        this.slots = cache.as(CaffeineCache.class);
        this.providers = providers.all().stream()
                .collect(Collectors.toMap(QuotaProvider::id, provider -> new GuardedProvider(provider, config)));
        this.backOff = new BackOff(config.backOff(), random);
        this.metrics = metrics;
        this.clock = clock;
        metrics.snapshots(() -> slots.keySet().size());
    }

    /** What a read gets now; never fails but for a bug. */
    Uni<Outcome> find(Connection connection) {
        return slots.get(connection.key(), key -> new Slot()).chain(slot -> find(connection, slot));
    }

    private Uni<Outcome> find(Connection connection, Slot slot) {
        Snapshot snapshot = slot.snapshot;
        Failure failure = slot.failure;
        return switch (Freshness.decide(connection, snapshot, failure, clock.instant())) {
            case SERVE -> served(new Outcome.Fresh(connection, known(snapshot)));
            case SERVE_ONLY -> served(new Outcome.Stale(connection, known(snapshot), Optional.ofNullable(failure)));
            case SERVE_AND_REFRESH -> {
                refreshBehind(connection, slot);
                yield served(new Outcome.Stale(connection, known(snapshot), Optional.ofNullable(failure)));
            }
            case FAIL -> served(new Outcome.Missing(connection, known(failure)));
            case WAIT -> fetch(connection, slot);
        };
    }

    /** What is gone or redefined is not asked for under its old key again. */
    void forget(@Observes RetiredConnections retired) {
        for (Connection connection : retired.connections()) {
            var unused = slots.invalidate(connection.key())
                    .subscribe()
                    .with(
                            done -> {},
                            bug -> LOG.errorf(
                                    "%s is still remembered: %s",
                                    connection.id(), bug.getClass().getName()));
        }
    }

    private static Uni<Outcome> served(Outcome outcome) {
        return Uni.createFrom().item(outcome);
    }

    private static <T> T known(@Nullable T decidedUpon) {
        if (decidedUpon == null) {
            throw new IllegalStateException("the decision was taken on something that is not there");
        }
        return decidedUpon;
    }

    private void refreshBehind(Connection connection, Slot slot) {
        var unused = fetch(connection, slot)
                .subscribe()
                .with(
                        done -> {},
                        bug -> LOG.errorf(
                                "the refresh of %s failed: %s",
                                connection.key(), bug.getClass().getName()));
    }

    private Uni<Outcome> fetch(Connection connection, Slot slot) {
        return slot.fetches.join(
                () -> isStillDue(connection, slot) ? fetchOnce(connection, slot) : find(connection, slot));
    }

    /** A fetch that ended between the decision and this one's turn may have brought what is wanted, or a back-off. */
    private boolean isStillDue(Connection connection, Slot slot) {
        return switch (Freshness.decide(connection, slot.snapshot, slot.failure, clock.instant())) {
            case WAIT, SERVE_AND_REFRESH -> true;
            case SERVE, SERVE_ONLY, FAIL -> false;
        };
    }

    private Uni<Outcome> fetchOnce(Connection connection, Slot slot) {
        long start = metrics.start();
        return provider(connection)
                .fetch(connection)
                .map(observation -> keep(connection, slot, observation))
                .onFailure(ProviderException.class)
                .recoverWithItem(failure -> remember(connection, slot, (ProviderException) failure))
                .invoke(outcome -> metrics.fetched(connection, slot.failure, start));
    }

    private GuardedProvider provider(Connection connection) {
        return known(providers.get(connection.provider()));
    }

    private Outcome keep(Connection connection, Slot slot, Observation observation) {
        Snapshot snapshot = Snapshot.of(observation);
        slot.snapshot = snapshot;
        if (slot.failure != null) {
            LOG.infof(
                    "tenant '%s', connection '%s' answers again",
                    connection.key().tenant(), connection.id());
        }
        slot.failure = null;
        return new Outcome.Fresh(connection, snapshot);
    }

    private Outcome remember(Connection connection, Slot slot, ProviderException exception) {
        Instant now = clock.instant();
        Failure before = slot.failure;
        Failure failure = backOff.failure(exception, before, now);
        slot.failure = failure;
        if (before == null || before.reason() != failure.reason()) {
            LOG.warnf(
                    "tenant '%s', connection '%s': %s (%s)",
                    connection.key().tenant(), connection.id(), failure.reason(), failure.detail());
        }
        Snapshot snapshot = slot.snapshot;
        return snapshot != null && Freshness.isServable(connection, snapshot, now)
                ? new Outcome.Stale(connection, snapshot, Optional.of(failure))
                : new Outcome.Missing(connection, failure);
    }
}
