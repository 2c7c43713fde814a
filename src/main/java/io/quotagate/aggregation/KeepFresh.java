package io.quotagate.aggregation;

import io.quarkus.runtime.StartupEvent;
import io.quotagate.aggregation.Fetches.Urgency;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
        PackedSnapshot snapshot = known.snapshot();
        // The first time they are due in the first part of that span, so that a start is no rush on the vendors.
        long since = snapshot == null ? started : snapshot.observedNanos();
        long due = snapshot == null ? dueAge(connection, 0, EARLIEST, 0) : dueAge(connection, EARLIEST, LATEST, since);
        if (now - since >= due) {
            fetches.refresh(connection, now - due + 1, Urgency.DUE);
        }
    }

    /** Random, and yet the same at every look until the numbers are renewed. */
    private long dueAge(Connection connection, int from, int to, long occasion) {
        long mixed = (connection.key().hashCode() ^ salt ^ occasion) * 0x9E3779B97F4A7C15L;
        long thousandths = from + (mixed >>> 32) % (to - from);
        return connection.freshFor().toNanos() / 1_000 * thousandths;
    }
}
