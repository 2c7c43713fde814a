package io.quotagate.aggregation;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quotagate.aggregation.Fetches.Urgency;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.Rations;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Keeps those connections fresh that want it without readers ({@code refresh: always}). Each is due at a random moment
 * shortly before its numbers stop being fresh, another one in every replica: whichever comes first fetches for all.
 */
@ApplicationScoped
class KeepFresh {

    private static final Logger LOG = Logger.getLogger(KeepFresh.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;
    /** Numbers are renewed at an age between these parts of the time for which they are fresh, in thousandths. */
    private static final int EARLIEST = 750;

    private static final int LATEST = 930;
    /** Where that time is short, a look comes too late unless they are renewed earlier. */
    private static final int EARLIEST_OF_ALL = 500;

    /** After a start all are due within this time, so that it is no rush on the vendors. */
    private static final long FIRST_NANOS = Duration.ofSeconds(10).toNanos();

    private static final long LOOK_EVERY_NANOS =
            Duration.ofMillis(LOOK_EVERY_MILLIS).toNanos();

    /** As much as may wait at a vendor after a look: it lasts until the next one, and readers get their turn soon. */
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(LOOK_EVERY_MILLIS * 3 / 2);

    /** Before whoever waits for the end of what is under way. */
    private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE;

    private final Tenants tenants;
    private final Snapshots snapshots;
    private final Fetches fetches;
    private final Rations rations;
    private final MonotonicClock clock;
    private final Vertx vertx;
    /** What makes this replica choose other moments than the next one. */
    private final long salt;

    private final long started;
    private volatile boolean stopped;

    KeepFresh(
            Tenants tenants,
            Snapshots snapshots,
            Fetches fetches,
            Rations rations,
            MonotonicClock clock,
            Vertx vertx,
            RandomGenerator random) {
        this.tenants = tenants;
        this.snapshots = snapshots;
        this.fetches = fetches;
        this.rations = rations;
        this.clock = clock;
        this.vertx = vertx;
        this.salt = random.nextLong();
        this.started = clock.nanos();
    }

    void start(@Observes StartupEvent event) {
        Callable<Void> look = () -> {
            look();
            return null;
        };
        vertx.setPeriodic(
                LOOK_EVERY_MILLIS,
                timer -> vertx.executeBlocking(look)
                        .onFailure(bug -> LOG.errorf(
                                "connections are not kept fresh: %s",
                                bug.getClass().getName())));
    }

    /** What becomes due while the gateway takes its leave is for the other replicas, or for the next one. */
    void stop(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event) {
        stopped = true;
    }

    /** Starts what is due, what is due for longest first, as far as the vendors' rations go; the rest stays due. */
    void look() {
        if (stopped) {
            return;
        }
        long now = clock.nanos();
        Rations.Room room = rations.room(LONGEST_QUEUE);
        tenants.all().stream()
                .flatMap(tenant -> tenant.connections().stream())
                .filter(connection -> connection.refresh() == Connection.Refresh.ALWAYS)
                .map(connection -> new Look(connection, snapshots.peek(connection)))
                .filter(look -> isDue(look, now))
                .sorted(Comparator.comparingLong(look -> dueNanos(look) - now))
                .filter(look -> room.take(look.connection()))
                .forEach(look -> fetches.refresh(
                        look.connection(), Snapshots.since(look.connection(), look.known(), now), Urgency.DUE));
    }

    /** What is known of a connection when it is looked at. */
    private record Look(Connection connection, Known known) {}

    /** Since when it is due: in this order those that fail come again and again, and keep none from its turn. */
    private long dueNanos(Look look) {
        PackedSnapshot snapshot = look.known().snapshot();
        Failure failure = look.known().failure();
        if (failure != null) {
            return failure.nextAttemptNanos();
        }
        return snapshot == null
                ? started + firstDue(look.connection())
                : snapshot.observedNanos() + dueAge(look.connection(), snapshot.observedNanos());
    }

    /** What the other replicas know better is found out first. */
    private boolean isDue(Look look, long now) {
        return !look.known().isOutdated()
                && now - started >= firstDue(look.connection())
                && isDue(look.connection(), look.known(), now)
                && !fetches.isUnderWay(look.connection());
    }

    private boolean isDue(Connection connection, Known known, long now) {
        PackedSnapshot snapshot = known.snapshot();
        if (snapshot == null || known.failure() != null) {
            return Freshness.mayAsk(known, now);
        }
        return now - snapshot.observedNanos() >= dueAge(connection, snapshot.observedNanos());
    }

    private long firstDue(Connection connection) {
        long longest = Math.min(FIRST_NANOS, part(connection, EARLIEST));
        return longest / 1_000 * random(connection, 0, 0, 1_000);
    }

    private long dueAge(Connection connection, long since) {
        long due = part(connection, random(connection, since, EARLIEST, LATEST));
        long latest = part(connection, LATEST) - LOOK_EVERY_NANOS;
        return Math.max(part(connection, EARLIEST_OF_ALL), Math.min(due, latest));
    }

    private static long part(Connection connection, long thousandths) {
        return connection.freshFor().toNanos() / 1_000 * thousandths;
    }

    /** The same at every look until the numbers are renewed. */
    private long random(Connection connection, long occasion, int from, int to) {
        long mixed = (connection.key().hashCode() ^ salt ^ occasion) * 0x9E3779B97F4A7C15L;
        return from + (mixed >>> 32) % (to - from);
    }
}
