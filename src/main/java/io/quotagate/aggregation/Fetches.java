package io.quotagate.aggregation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.quotagate.aggregation.SharedSnapshots.Claim;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.LogFields;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Rations;
import io.quotagate.provider.Reason;
import io.quotagate.provider.SingleFlight;
import io.quotagate.provider.Spans;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks vendors: one fetch of a connection at a time, in this process and among the replicas. Whoever comes meanwhile gets
 * its outcome, a failure too, and nobody starts a second one.
 */
@ApplicationScoped
class Fetches {

    private static final Logger LOG = Logger.getLogger(Fetches.class);

    private final LocalSnapshots local;
    private final SharedSnapshots shared;
    private final Map<String, GuardedProvider> providers;
    private final Rations rations;
    private final BackOff backOff;
    private final RefreshConfig refresh;
    private final FetchMetrics metrics;
    private final Spans spans;
    private final DriftWatch drift;
    private final RandomGenerator random;
    private final Clock wall;
    private final MonotonicClock clock;
    /** What is done that nobody waits for. */
    private final AtomicInteger behind = new AtomicInteger();

    private final SingleFlight<ConnectionKey, Fetched> flights = new SingleFlight<>();

    /** What makes a fetch worth its call. */
    enum Urgency {
        /** Numbers are due; a vendor that failed is left alone. */
        DUE,
        /** A caller wants newer numbers; only the vendor's own wish to be left alone is honoured. */
        FORCED
    }

    /**
     * What somebody wants.
     *
     * @param since when numbers must have been observed, on the monotonic clock
     * @param trace whoever wants it
     */
    private record Want(long since, Urgency urgency, Context trace) {

        private Want due() {
            return new Want(since, Urgency.DUE, trace);
        }
    }

    /** How a fetch ended, for all that wait for it. */
    private record Fetched(Known known, Outcome outcome, Way way) {

        private enum Way {
            /** Somebody else had been quicker. */
            FOUND,
            ASKED,
            /** Another replica asked. */
            AWAITED
        }

        private boolean hasAsked() {
            return way != Way.FOUND;
        }

        private boolean hasFailed() {
            return hasAsked() && known.failure() != null;
        }
    }

    Fetches(
            LocalSnapshots local,
            SharedSnapshots shared,
            Providers providers,
            Rations rations,
            FetchConfig config,
            RefreshConfig refresh,
            FetchMetrics metrics,
            Spans spans,
            RandomGenerator random,
            Clock wall,
            MonotonicClock clock) {
        this.local = local;
        this.shared = shared;
        this.providers = providers.all().stream()
                .collect(Collectors.toMap(
                        QuotaProvider::id, provider -> new GuardedProvider(provider, config, rations, metrics, clock)));
        this.rations = rations;
        this.backOff = new BackOff(config.backOff(), random);
        this.refresh = refresh;
        this.metrics = metrics;
        this.spans = spans;
        this.drift = new DriftWatch(metrics);
        metrics.watch(this.providers.keySet());
        this.random = random;
        this.wall = wall;
        this.clock = clock;
    }

    /**
     * Waits for numbers observed at that moment of the monotonic clock or later, or for the failure to get them.
     *
     * @param retrieval how it counts where this call is the one that asks
     */
    Uni<Found> fetch(Connection connection, long since, Urgency urgency, Retrieval retrieval) {
        return fetch(connection, new Want(since, urgency, Context.current()), retrieval);
    }

    private Uni<Found> fetch(Connection connection, Want want, Retrieval retrieval) {
        AtomicBoolean started = new AtomicBoolean();
        return flights.join(connection.key(), () -> {
                    started.set(true);
                    return together(connection, want, Fetched.Way.FOUND);
                })
                .chain(fetched -> started.get() || fetched.hasAsked() || satisfies(fetched.known(), want)
                        ? Uni.createFrom()
                                .item(() ->
                                        found(connection, fetched, started.get() ? retrieval : retrieval.collapsed()))
                        // It was less urgent, and nobody was asked.
                        : fetch(connection, want, retrieval));
    }

    /** Brings numbers of that moment or later, behind everybody's back and spread a little. */
    void refresh(Connection connection, long since, Urgency urgency) {
        behind(connection, bring(connection, new Want(since, urgency, Context.current())));
    }

    /** True while somebody here asks for new numbers of a connection. */
    boolean isUnderWay(Connection connection) {
        return flights.isRunning(connection.key());
    }

    /** True while anything is asked for here, or told to the other replicas. */
    boolean isAnyUnderWay() {
        return flights.isAnyRunning() || behind.get() > 0;
    }

    /** Of each provider, what keeps it from being asked. */
    Map<String, VendorState.Trouble> troubles() {
        return providers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().trouble(), (one, other) -> one, TreeMap::new));
    }

    private Uni<Fetched> bring(Connection connection, Want want) {
        AtomicBoolean started = new AtomicBoolean();
        return flights.join(connection.key(), () -> {
                    started.set(true);
                    return spread().chain(() -> together(connection, want, Fetched.Way.FOUND));
                })
                .chain(fetched -> started.get() || satisfies(fetched.known(), want) || fetched.hasFailed()
                        ? Uni.createFrom().item(fetched)
                        // It was under way before: the vendor may have answered before this was wanted.
                        : bring(connection, want));
    }

    private void behind(Connection connection, Uni<?> task) {
        behind.incrementAndGet();
        var unused = task.onTermination()
                .invoke(behind::decrementAndGet)
                .subscribe()
                .with(
                        done -> {},
                        bug -> LOG.errorf(
                                "what was to be done for %s behind its readers failed: %s",
                                connection.key(), bug.getClass().getName()));
    }

    private Uni<Void> spread() {
        long most = refresh.spread().toMillis();
        return most <= 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().voidItem().onItem().delayIt().by(Duration.ofMillis(random.nextLong(1, most + 1)));
    }

    private Found found(Connection connection, Fetched fetched, Retrieval retrieval) {
        Known known = fetched.known();
        long now = clock.nanos();
        long until = Freshness.until(connection, known, now);
        Outcome outcome = fetched.outcome();
        // Whoever had started it may have had an older version of the tenant's file.
        boolean mine = outcome.connection() == connection;
        return new Found(
                mine ? outcome : Outcome.of(connection, known, now),
                switch (fetched.way()) {
                    case FOUND -> Retrieval.HIT;
                    case ASKED -> retrieval;
                    case AWAITED -> retrieval.collapsed();
                },
                known,
                until);
    }

    /** Looks again when it is its turn: somebody may have been quicker, here or in another replica. */
    private Uni<Fetched> together(Connection connection, Want want, Fetched.Way way) {
        Known known = local.find(connection.key());
        if (satisfies(known, want)) {
            return Uni.createFrom().item(() -> taken(connection, known, way));
        }
        return shared.claim(connection).chain(claim -> switch (claim.state()) {
            case MINE -> claimed(connection, claim, want, way);
            case THEIRS -> awaited(connection, claim, want, way);
        });
    }

    /** Whoever wakes first claims, to find what all were waiting for; the others are told the same with the refusal. */
    private Uni<Fetched> awaited(Connection connection, Claim claim, Want want, Fetched.Way way) {
        Known known = local.update(connection.key(), before -> before.or(claim.known()));
        return want.urgency() == Urgency.DUE && satisfies(known, want)
                ? Uni.createFrom().item(() -> taken(connection, known, way))
                : shared.change(connection).chain(() -> together(connection, want.due(), Fetched.Way.AWAITED));
    }

    private boolean satisfies(Known known, Want want) {
        PackedSnapshot snapshot = known.snapshot();
        if (snapshot != null && snapshot.observedNanos() - want.since() >= 0) {
            return true;
        }
        return switch (want.urgency()) {
            case DUE -> !Freshness.mayAsk(known, clock.nanos());
            case FORCED -> !Freshness.mayForce(known, clock.nanos());
        };
    }

    private Uni<Fetched> claimed(Connection connection, Claim claim, Want want, Fetched.Way way) {
        Known known = local.update(connection.key(), before -> before.or(claim.known()));
        if (satisfies(known, want)) {
            return shared.release(connection, claim).map(released -> taken(connection, known, way));
        }
        return ask(connection, want.trace())
                // No reader waits for it, and no later claim of ours overtakes it.
                .invoke(fetched -> behind(connection, shared.publish(connection, claim, fetched.known())))
                .onFailure()
                .call(bug -> shared.release(connection, claim));
    }

    /** What somebody else brought. */
    private Fetched taken(Connection connection, Known known, Fetched.Way way) {
        return new Fetched(known, Outcome.of(connection, known, clock.nanos()), way);
    }

    private Uni<Fetched> ask(Connection connection, Context trace) {
        long start = clock.nanos();
        long timer = metrics.start();
        Span span = spans.fetch(connection, trace);
        Context fetch = trace.with(span);
        return provider(connection)
                .fetch(connection, fetch)
                .invoke(observation ->
                        fetch.wrap(() -> metrics.fetched(connection, timer)).run())
                .onFailure(ProviderException.class)
                .invoke(failure -> fetch.wrap(() -> failed(connection, (ProviderException) failure, timer))
                        .run())
                .map(observation -> keep(connection, fetch, observation, start))
                .onFailure(ProviderException.class)
                .recoverWithItem(failure -> remember(connection, fetch, (ProviderException) failure))
                .onTermination()
                .invoke(() -> span.end());
    }

    private void failed(Connection connection, ProviderException failure, long timer) {
        metrics.failed(connection, failure.reason(), timer);
        Spans.fail(Span.current(), failure);
    }

    private GuardedProvider provider(Connection connection) {
        return Objects.requireNonNull(providers.get(connection.provider()), "a connection has a provider");
    }

    private Fetched keep(Connection connection, Context fetch, Observation observation, long start) {
        observation.shortfall().ifPresent(part -> heedThrottling(connection, part));
        Snapshot snapshot = drift.watched(
                connection,
                local.find(connection.key()).snapshot(),
                Snapshot.of(observation, observedNanos(observation, start)),
                observation.undocumented());
        Known known = local.update(connection.key(), before -> {
            if (before.failure() != null) {
                LogFields.about(
                        connection.key(),
                        fetch,
                        () -> LOG.infof(
                                "tenant '%s', connection '%s' answers again",
                                connection.key().tenant(), connection.id()));
            }
            return new Known(SnapshotCodec.pack(snapshot), null);
        });
        return new Fetched(known, new Outcome.Fresh(connection, snapshot), Fetched.Way.ASKED);
    }

    /** Dated by the wall clock, but never outside of the fetch: that clock may have been set meanwhile. */
    private long observedNanos(Observation observation, long start) {
        long end = clock.nanos();
        Duration age = Duration.between(observation.observedAt(), wall.instant());
        boolean wrong = age.isNegative() || age.compareTo(Duration.ofNanos(end - start)) > 0;
        return wrong ? start : end - age.toNanos();
    }

    private void heedThrottling(Connection connection, ProviderException exception) {
        if (exception.reason() == Reason.RATE_LIMITED && !exception.isRationed()) {
            rations.throttled(connection);
            metrics.throttled(connection);
        }
    }

    private Fetched remember(Connection connection, Context fetch, ProviderException exception) {
        heedThrottling(connection, exception);
        Instant now = wall.instant();
        long nanos = clock.nanos();
        Known known = local.update(connection.key(), before -> {
            Failure failure = exception.isUnasked()
                    ? BackOff.refusal(exception, before.failure(), now, nanos)
                    : backOff.failure(exception, before.failure(), now, nanos);
            if (before.failure() == null || before.failure().reason() != failure.reason()) {
                LogFields.about(
                        connection.key(),
                        fetch,
                        () -> LOG.warnf(
                                "tenant '%s', connection '%s': %s (%s)",
                                connection.key().tenant(), connection.id(), failure.reason(), failure.detail()));
            }
            drift.failed(connection, before.failure(), failure);
            return new Known(before.snapshot(), failure);
        });
        return new Fetched(known, Outcome.of(connection, known, nanos), Fetched.Way.ASKED);
    }
}
