package io.quotagate.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quotagate.provider.BucketKeys.Limit;
import io.quotagate.provider.Ticket.Way;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Gives each call to a vendor its turn, so that no credential and no host sees more calls than its {@link Ration} has.
 * A call waits as long as its deadline allows; one whose turn would come later is refused at once.
 *
 * <p>Calls of one credential wait in one lane. Where the host is limited too, the first of each lane waits once more in
 * the host's, so that credentials take turns there.
 */
@Singleton
public class Rations {

    private static final Uni<Void> NOW = Uni.createFrom().voidItem();
    /** A fetch is not begun where its first call would leave less than this part of the time for all that comes after. */
    private static final int PARTS = 4;

    private static final int MANY = 1_000;
    private static final int MOST_KEYS = 10_000;

    private final Lane.Surroundings around;
    /** Those of the connections that are asked now; digests take their time. */
    private final Cache<Connection, BucketKeys> keys = Caffeine.newBuilder()
            .weakKeys()
            .maximumSize(MOST_KEYS)
            .executor(Runnable::run)
            .build();

    /** A limit whose rate was changed has another lane on the same bucket; whoever waits in the old one is soon gone. */
    private final Map<Limit, Lane<Ticket>> lanes = new HashMap<>();

    private final Map<String, Cost> costs = new HashMap<>();
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private final List<Ticket> decided = new ArrayList<>();
    private boolean stepping;
    private int tooMany = MANY;

    public Rations(Buckets buckets, Alarm alarm, MonotonicClock clock) {
        this.around = new Lane.Surroundings(buckets, alarm, clock, this::step);
    }

    /** Comes when a call may go, or fails where its turn does not come in time ({@link ProviderException#isRationed}). */
    public Uni<Void> turn(Connection connection, Deadline deadline) {
        if (connection.ration().isUnlimited()) {
            return NOW;
        }
        return Uni.createFrom().emitter(caller -> {
            BucketKeys keys = keys(connection);
            step(() -> {
                cost(connection).call();
                enter(keys, deadline, caller);
            });
        });
    }

    /**
     * Why it is not worth while to begin a fetch now: one that is begun too late uses up calls for an answer that does
     * not get complete. Empty where it is.
     */
    public Optional<ProviderException> refusal(Connection connection, Duration timeout) {
        if (connection.ration().isUnlimited()) {
            return Optional.empty();
        }
        Duration wait = backlog(connection);
        if (wait.compareTo(timeout.multipliedBy(PARTS - 1).dividedBy(PARTS)) > 0) {
            return Optional.of(ProviderException.rationed(wait).unasked());
        }
        return Optional.empty();
    }

    /** A fetch begins; its calls tell what one costs. */
    public void begin(Connection connection) {
        if (!connection.ration().isUnlimited()) {
            synchronized (steps) {
                cost(connection).fetch();
            }
        }
    }

    /** How long a call would wait for its turn, as things are. */
    Duration backlog(Connection connection) {
        synchronized (steps) {
            return Duration.ofNanos(
                    keys(connection).all().mapToLong(this::waitNanos).max().orElse(0));
        }
    }

    private long waitNanos(Limit limit) {
        Lane<Ticket> lane = lanes.get(limit);
        return lane == null ? 0 : lane.waitNanos();
    }

    /** Where fetches that nobody waits for find room, so that they do not crowd in on those that somebody waits for. */
    public Room room(Duration longestQueue) {
        return new Room(longestQueue.toNanos());
    }

    /** What may still be begun without a longer queue. */
    public final class Room {

        private final long longestNanos;
        private final Map<String, Long> waits = new HashMap<>();

        private Room(long longestNanos) {
            this.longestNanos = longestNanos;
        }

        /** @return true where one more fetch of the connection may be begun */
        public boolean take(Connection connection) {
            List<Limit> limits = keys(connection).all().toList();
            synchronized (steps) {
                boolean room = limits.stream()
                        .allMatch(limit -> waits.computeIfAbsent(limit.key(), key -> waitNanos(limit)) < longestNanos);
                if (room) {
                    Cost cost = cost(connection);
                    limits.forEach(limit ->
                            waits.merge(limit.key(), cost.nanos(limit.rate().intervalNanos()), Long::sum));
                }
                return room;
            }
        }
    }

    /** The vendor said that there are too many calls: there will be fewer for some time. */
    public void throttled(Connection connection) {
        keys(connection).all().findFirst().ifPresent(limit -> around.buckets().throttled(limit.key(), limit.rate()));
    }

    /** Its secrets are others now, and so is what its calls are counted by. */
    public void renewed(Connection connection) {
        keys.invalidate(connection);
    }

    private BucketKeys keys(Connection connection) {
        return keys.get(connection, BucketKeys::of);
    }

    private Cost cost(Connection connection) {
        return costs.computeIfAbsent(connection.provider(), provider -> new Cost());
    }

    /** How many lanes are remembered. */
    int size() {
        synchronized (steps) {
            return lanes.size();
        }
    }

    /** One thread at a time is in the lanes; callers are told when it has left them. */
    private void step(Runnable step) {
        List<Ticket> told;
        synchronized (steps) {
            steps.add(step);
            if (stepping) {
                return;
            }
            stepping = true;
            try {
                for (Runnable next = steps.poll(); next != null; next = steps.poll()) {
                    next.run();
                }
            } finally {
                stepping = false;
            }
            told = List.copyOf(decided);
            decided.clear();
        }
        told.forEach(Ticket::tell);
    }

    private void enter(BucketKeys keys, Deadline deadline, UniEmitter<? super Void> caller) {
        forgetIdle();
        Optional<Lane<Ticket>> host = keys.host()
                .map(limit -> lane(
                        limit, new Lane.Rules<>(this::go, Ticket::patienceNanos, this::refuse, Integer.MAX_VALUE)));
        Optional<Lane<Ticket>> credential = keys.credential()
                .map(limit -> lane(
                        limit,
                        new Lane.Rules<>(
                                this::pass,
                                Ticket::patienceNanos,
                                this::refuse,
                                host.isPresent() ? 1 : Integer.MAX_VALUE)));
        Ticket ticket = new Ticket(new Way(credential, host), deadline, caller);
        long wait = ticket.way().waitNanos();
        ticket.way().lanes().forEach(Lane::expect);
        if (wait > ticket.patienceNanos()) {
            refuse(ticket, wait);
            return;
        }
        caller.onTermination(() -> leave(ticket));
        ticket.way().lanes().findFirst().ifPresent(lane -> lane.enter(ticket));
    }

    /** Before any lane is looked up: nobody is expected yet in one that was found, and it would go too. */
    private void forgetIdle() {
        if (lanes.size() >= tooMany) {
            lanes.values().removeIf(Lane::isIdle);
            tooMany = 2 * lanes.size() + MANY;
        }
    }

    private Lane<Ticket> lane(Limit limit, Lane.Rules<Ticket> rules) {
        return lanes.computeIfAbsent(limit, same -> new Lane<>(limit.key(), limit.rate(), around, rules));
    }

    /** Its turn has come in its credential's lane. */
    private void pass(Ticket ticket) {
        Way way = ticket.way();
        if (way.host().isEmpty()) {
            go(ticket);
            return;
        }
        ticket.pass(around.clock().nanos());
        way.credential().orElseThrow().pause();
        way.host().get().enter(ticket);
    }

    private void go(Ticket ticket) {
        boolean late = ticket.passed()
                .filter(then -> around.clock().nanos() - then > 0)
                .isPresent();
        if (late) {
            ticket.way().credential().ifPresent(Lane::late);
        }
        decide(ticket, null);
    }

    private void refuse(Ticket ticket, long waitNanos) {
        decide(ticket, ProviderException.rationed(Duration.ofNanos(waitNanos)));
    }

    private void leave(Ticket ticket) {
        step(() -> {
            if (!ticket.isDecided()) {
                ticket.way().lanes().forEach(lane -> lane.leave(ticket));
                decide(ticket, null);
            }
        });
    }

    /** @param refusal null where it may go */
    private void decide(Ticket ticket, @Nullable ProviderException refusal) {
        ticket.decide(refusal);
        decided.add(ticket);
        ticket.way().lanes().forEach(Lane::settle);
        if (ticket.passed().isPresent()) {
            ticket.way().credential().ifPresent(Lane::resume);
        }
    }
}
