package io.quotagate.aggregation;

import io.quarkus.runtime.StartupEvent;
import io.quotagate.aggregation.Fetches.Urgency;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.SingleFlight;
import io.quotagate.tenant.RetiredConnections;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Finds the snapshot of a connection on a caller's terms: in memory, with the other replicas, or at the vendor. */
@Singleton
class Snapshots {

    private static final Logger LOG = Logger.getLogger(Snapshots.class);

    /** How long a read that has started a refresh speaks for those after it. */
    private static final long REFRESH_STARTED_NANOS = Duration.ofMillis(100).toNanos();

    private final LocalSnapshots local;
    private final SharedSnapshots shared;
    private final Fetches fetches;
    private final RefreshConfig config;
    private final MonotonicClock clock;
    private final SingleFlight<ConnectionKey, Known> catchUps = new SingleFlight<>();

    Snapshots(
            LocalSnapshots local,
            SharedSnapshots shared,
            Fetches fetches,
            RefreshConfig config,
            FetchMetrics metrics,
            MonotonicClock clock) {
        this.local = local;
        this.shared = shared;
        this.fetches = fetches;
        this.config = config;
        this.clock = clock;
        metrics.snapshots(local::size);
    }

    /** What a read gets; never fails but for a bug. */
    Uni<Found> find(Connection connection, Terms terms) {
        return known(connection).chain(known -> find(connection, known, terms));
    }

    /** What is there when a reader's time is up; the fetch goes on for those who come later. */
    Found recall(Connection connection, Terms terms) {
        Known known = local.find(connection.key());
        long now = clock.nanos();
        if (Freshness.decide(connection, known, now) == Freshness.WAIT) {
            return Found.once(new Outcome.Missing(connection, Failure.pending()), waiting(known));
        }
        Found there = show(connection, known, now);
        return isTooOld(known, terms, now) ? there.by(Retrieval.REQUEST) : there;
    }

    /** True for numbers from memory that became too old to be shown while their reader waited for others. */
    boolean hasRunOut(Found found) {
        Outcome outcome = found.outcome();
        long age = outcome.snapshot()
                .map(snapshot -> clock.nanos() - snapshot.observedNanos())
                .orElse(0L);
        return found.retrieval() == Retrieval.HIT
                && age >= outcome.connection().staleFor().toNanos();
    }

    /** True while numbers of a connection are on their way. */
    boolean isFetching(Connection connection) {
        return fetches.isUnderWay(connection) || catchUps.isRunning(connection.key());
    }

    /** True while anything is on its way, to here or to the other replicas. */
    boolean isFetching() {
        return fetches.isAnyUnderWay();
    }

    /** Keeps what is read from leaving memory before what is not. */
    void touch(ConnectionKey key) {
        var unused = local.find(key);
    }

    /**
     * Asks the vendor now, behind the caller's back, unless the vendor wishes to be left alone.
     *
     * @return what is left of the cool-down where that keeps it from asking
     */
    Uni<Optional<Duration>> refresh(Connection connection) {
        return known(connection)
                .chain(known -> Freshness.mayForce(known, clock.nanos())
                        ? refreshUnlessCooling(connection)
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Duration>> refreshUnlessCooling(Connection connection) {
        return shared.coolDown(connection, config.coolDown()).invoke(cooling -> {
            if (cooling.isEmpty()) {
                fetches.refresh(connection, clock.nanos() + 1, Urgency.FORCED);
            }
        });
    }

    /** So that no first reader waits for classes to be loaded. */
    void warmUp(@Observes StartupEvent event) {
        SnapshotCodec.warmUp();
    }

    /** What is gone or redefined is not asked for under its old key again. */
    void forget(@Observes RetiredConnections retired) {
        local.forget(retired.connections().stream().map(Connection::key).toList());
    }

    /** The newest that the replicas know of a connection. */
    Uni<Known> known(Connection connection) {
        Known known = local.find(connection.key());
        return known.isOutdated() ? catchUp(connection) : Uni.createFrom().item(known);
    }

    /** What is known here; where others may know better that is found out, and seen the next time. */
    Known peek(Connection connection) {
        Known known = local.find(connection.key());
        if (!known.isOutdated()) {
            return known;
        }
        var unused = catchUp(connection)
                .subscribe()
                .with(
                        caughtUp -> {},
                        bug -> LOG.errorf(
                                "what others know of %s cannot be told: %s",
                                connection.key(), bug.getClass().getName()));
        return local.find(connection.key());
    }

    /** Reads what the other replicas know, once for all that want to know it. */
    private Uni<Known> catchUp(Connection connection) {
        ConnectionKey key = connection.key();
        return catchUps.join(key, () -> {
            Known before = local.hold(key);
            return shared.read(connection).map(theirs -> local.update(key, mine -> caughtUp(before, mine, theirs)));
        });
    }

    @SuppressWarnings("ReferenceEquality") // another object means that another replica has changed something meanwhile
    private static Known caughtUp(Known before, Known mine, Known theirs) {
        Known newest = mine.or(theirs);
        return mine == before || !mine.isOutdated() ? newest : newest.outdated();
    }

    private Uni<Found> find(Connection connection, Known known, Terms terms) {
        long now = clock.nanos();
        Freshness decision = Freshness.decide(connection, known, now);
        if (terms.source() == Terms.Source.MEMORY) {
            return Uni.createFrom()
                    .item(() -> decision == Freshness.WAIT
                            ? Found.once(new Outcome.Missing(connection, Failure.notAsked()), Retrieval.HIT)
                            : show(connection, known, now));
        }
        if (decision != Freshness.WAIT && isTooOld(known, terms, now)) {
            return force(connection, known, terms);
        }
        return switch (decision) {
            case SERVE, SERVE_ONLY, FAIL -> Uni.createFrom().item(() -> show(connection, known, now));
            case SERVE_AND_REFRESH -> Uni.createFrom().item(() -> showAndRefresh(connection, known, now));
            case WAIT -> fetch(connection, known, now);
        };
    }

    private static boolean isTooOld(Known known, Terms terms, long now) {
        PackedSnapshot snapshot = known.snapshot();
        return Freshness.mayForce(known, now)
                && terms.maxAge()
                        .filter(max -> snapshot == null || now - snapshot.observedNanos() >= max.toNanos())
                        .isPresent();
    }

    private Uni<Found> force(Connection connection, Known known, Terms terms) {
        long since = clock.nanos() - terms.maxAge().orElse(Duration.ZERO).toNanos() + 1;
        return shared.coolDown(connection, config.coolDown())
                .chain(cooling -> cooling.isPresent()
                        ? find(connection, known, Terms.USUAL)
                        : fetches.fetch(connection, since, Urgency.FORCED, Retrieval.REQUEST));
    }

    private Uni<Found> fetch(Connection connection, Known known, long now) {
        return fetches.fetch(connection, since(connection, known, now), Urgency.DUE, waiting(known));
    }

    private static Retrieval waiting(Known known) {
        return known.snapshot() == null ? Retrieval.MISS : Retrieval.STALE;
    }

    private Found showAndRefresh(Connection connection, Known known, long now) {
        fetches.refresh(connection, since(connection, known, now), Urgency.DUE);
        Outcome outcome = Outcome.of(connection, known, now);
        return new Found(outcome, Retrieval.HIT, known, now + REFRESH_STARTED_NANOS);
    }

    /** Numbers of that moment or later are fresh, and newer than what is known. */
    static long since(Connection connection, Known known, long now) {
        long fresh = now - connection.freshFor().toNanos() + 1;
        PackedSnapshot snapshot = known.snapshot();
        return snapshot == null || snapshot.observedNanos() - fresh < 0 ? fresh : snapshot.observedNanos() + 1;
    }

    private Found show(Connection connection, Known known, long now) {
        return new Found(
                Outcome.of(connection, known, now), Retrieval.HIT, known, Freshness.until(connection, known, now));
    }
}
