package io.quotagate.aggregation;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Rations;
import io.quotagate.provider.Reason;
import io.quotagate.provider.SlidingWindow;
import io.quotagate.provider.TestQuotas;
import io.quotagate.provider.Timeline;
import io.quotagate.quota.Account;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A vendor with a limit that it keeps strictly, over a network that takes its time; its adapter makes so many calls for
 * a fetch, all at once, and now and then logs in before them.
 */
final class SimulatedVendor {

    private final String id;
    private final int calls;
    private final Duration session;
    private final SlidingWindow window;
    private final MovableClock clock;
    private final Timeline time;
    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Adapter> adapters = new ArrayList<>();
    private int whims;
    private long refused;
    private long late;
    private long oldestNanos;

    SimulatedVendor(String id, Rate limit, int calls, Duration session, MovableClock clock, Timeline time) {
        this.id = id;
        this.calls = calls;
        this.session = session;
        this.window = new SlidingWindow(limit);
        this.clock = clock;
        this.time = time;
    }

    /** Throttles so many calls without a reason. */
    void throttlesNext(int many) {
        whims = many;
    }

    String id() {
        return id;
    }

    /** The vendor's adapter in a gateway that keeps to those rations. */
    QuotaProvider in(Rations rations) {
        Adapter adapter = new Adapter(rations);
        adapters.add(adapter);
        return adapter;
    }

    private final class Adapter implements QuotaProvider {

        private final Rations rations;
        private final Map<ConnectionKey, Long> loggedInUntil = new HashMap<>();
        private final Map<ConnectionKey, Long> observed = new HashMap<>();

        private Adapter(Rations rations) {
            this.rations = rations;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Catalogue catalogue() {
            return new Catalogue(
                    id,
                    "https://example.com",
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    new ConnectionSchema(List.of(), List.of()));
        }

        @Override
        public Uni<Observation> fetch(Connection connection, Deadline deadline) {
            long start = clock.nanos();
            Instant observedAt = clock.instant();
            Uni<Void> one = rations.turn(connection, deadline).chain(() -> answer(deadline));
            return logIn(connection, one, start)
                    .chain(() -> Uni.join().all(Collections.nCopies(calls, one)).andFailFast())
                    .map(answers -> {
                        note(connection, start);
                        return Observation.of(observedAt, List.of(TestQuotas.stored("10", "1")), Account.UNKNOWN);
                    });
        }

        private Uni<Void> logIn(Connection connection, Uni<Void> call, long now) {
            Long until = loggedInUntil.get(connection.key());
            return session.isZero() || (until != null && now - until < 0)
                    ? Uni.createFrom().voidItem()
                    : call.invoke(() -> loggedInUntil.put(connection.key(), now + session.toNanos()));
        }

        private void note(Connection connection, long start) {
            Long before = observed.put(connection.key(), start);
            if (before != null) {
                oldestNanos = Math.max(oldestNanos, clock.nanos() - before);
            }
        }
    }

    private Uni<Void> answer(Deadline deadline) {
        return Uni.createFrom().emitter(caller -> {
            // As long as calls may overtake each other where a second is counted.
            time.after(Duration.ofMillis(random.nextInt(5, 50)), () -> arrive(deadline, caller));
        });
    }

    private void arrive(Deadline deadline, UniEmitter<? super Void> caller) {
        boolean kept = window.call(clock.nanos()) && whims == 0;
        whims = Math.max(0, whims - 1);
        if (!kept) {
            refused++;
        }
        time.after(Duration.ofMillis(random.nextInt(20, 200)), () -> {
            if (deadline.isOver()) {
                late++;
                caller.fail(new ProviderException(Reason.TIMEOUT, "simulated"));
                return;
            }
            if (kept) {
                caller.complete(null);
                return;
            }
            caller.fail(new ProviderException(Reason.RATE_LIMITED, "simulated"));
        });
    }

    /** How many connections have numbers. */
    int connections() {
        return adapters.stream().mapToInt(adapter -> adapter.observed.size()).sum();
    }

    /** Calls that were answered with 429. */
    long refused() {
        return refused;
    }

    /** Calls whose answers came after the deadline. */
    long late() {
        return late;
    }

    int mostInAWindow() {
        return window.most();
    }

    /** The highest age that the numbers of any connection have reached before the next were there; counts anew. */
    Duration oldest() {
        long oldest = adapters.stream()
                .flatMap(adapter -> adapter.observed.values().stream())
                .mapToLong(start -> clock.nanos() - start)
                .reduce(oldestNanos, Math::max);
        oldestNanos = 0;
        return Duration.ofNanos(oldest);
    }
}
