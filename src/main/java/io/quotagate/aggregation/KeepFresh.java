package io.quotagate.aggregation;

import io.quarkus.runtime.StartupEvent;
import io.quotagate.aggregation.Fetches.Urgency;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
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

    private final Tenants tenants;
    private final Snapshots snapshots;
    private final Fetches fetches;
    private final MonotonicClock clock;
    private final Vertx vertx;
    /** What makes this replica choose other moments than the next one. */
    private final long salt;

    private final long started;

    KeepFresh(
            Tenants tenants,
            Snapshots snapshots,
            Fetches fetches,
            MonotonicClock clock,
            Vertx vertx,
            RandomGenerator random) {
        this.tenants = tenants;
        this.snapshots = snapshots;
        this.fetches = fetches;
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

    /** Starts what is due. */
    void look() {
        tenants.all().stream()
                .flatMap(tenant -> tenant.connections().stream())
                .filter(connection -> connection.refresh() == Connection.Refresh.ALWAYS)
                .forEach(this::look);
    }

    private void look(Connection connection) {
        var unused = snapshots
                .known(connection)
                .subscribe()
                .with(
                        known -> refreshIfDue(connection, known),
                        bug -> LOG.errorf(
                                "%s is not kept fresh: %s",
                                connection.key(), bug.getClass().getName()));
    }

    private void refreshIfDue(Connection connection, Known known) {
        long now = clock.nanos();
        if (now - started >= firstDue(connection) && isDue(connection, known, now)) {
            fetches.refresh(connection, Snapshots.since(connection, known, now), Urgency.DUE);
        }
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
