package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides whether a read is served, refreshed behind, or made to wait; pure. */
enum Freshness {
    /** Young enough: no vendor is asked. */
    SERVE,
    /** Old but servable: served at once, and refreshed behind the reader's back. */
    SERVE_AND_REFRESH,
    /** Old but servable, and the vendor is being left alone after a failure. */
    SERVE_ONLY,
    /** Nothing to serve: the reader waits for the vendor. */
    WAIT,
    /** Nothing to serve, and the vendor is being left alone after a failure. */
    FAIL;

    static Freshness decide(
            Connection connection, @Nullable Snapshot snapshot, @Nullable Failure failure, Instant now) {
        boolean mayAsk = failure == null || failure.isOver(now);
        if (snapshot == null || !isServable(connection, snapshot, now)) {
            return mayAsk ? WAIT : FAIL;
        }
        if (now.isBefore(snapshot.freshUntil(connection))) {
            return SERVE;
        }
        return mayAsk ? SERVE_AND_REFRESH : SERVE_ONLY;
    }

    static boolean isServable(Connection connection, Snapshot snapshot, Instant now) {
        return now.isBefore(snapshot.staleUntil(connection));
    }
}
