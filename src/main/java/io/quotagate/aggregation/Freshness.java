package io.quotagate.aggregation;

import io.quotagate.provider.Connection;

/** Decides whether a read is served, refreshed behind, or made to wait; pure. */
enum Freshness {
    /** Young enough: no vendor is asked. */
    SERVE,
    /** Servable, but old or newer ones were asked for in vain: served at once, refreshed behind the reader's back. */
    SERVE_AND_REFRESH,
    /** The same while the vendor is being left alone after a failure. */
    SERVE_ONLY,
    /** Nothing to serve: the reader waits for the vendor. */
    WAIT,
    /** Nothing to serve, and the vendor is being left alone after a failure. */
    FAIL;

    /** @param nanos now, on the monotonic clock: the wall clock may be set while a snapshot ages */
    static Freshness decide(Connection connection, Known known, long nanos) {
        PackedSnapshot snapshot = known.snapshot();
        boolean mayAsk = mayAsk(known, nanos);
        if (snapshot == null || !snapshot.isServable(connection, nanos)) {
            return mayAsk ? WAIT : FAIL;
        }
        if (known.failure() == null && snapshot.isFresh(connection, nanos)) {
            return SERVE;
        }
        return mayAsk ? SERVE_AND_REFRESH : SERVE_ONLY;
    }

    /** Until when the decision stays the same where nothing new is learned; now, where it leads to a fetch. */
    static long until(Connection connection, Known known, long nanos) {
        PackedSnapshot snapshot = known.snapshot();
        Failure failure = known.failure();
        return switch (decide(connection, known, nanos)) {
            case SERVE -> snapshot == null ? nanos : snapshot.freshUntil(connection);
            case SERVE_ONLY ->
                snapshot == null || failure == null
                        ? nanos
                        : earlier(snapshot.staleUntil(connection), failure.nextAttemptNanos());
            case FAIL -> failure == null ? nanos : failure.nextAttemptNanos();
            case SERVE_AND_REFRESH, WAIT -> nanos;
        };
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    static boolean mayAsk(Known known, long nanos) {
        Failure failure = known.failure();
        return failure == null || failure.isOver(nanos);
    }

    /** True where a caller that may ask the vendor now may do so: only the vendor's own wish keeps it from that. */
    static boolean mayForce(Known known, long nanos) {
        Failure failure = known.failure();
        return failure == null || failure.wish() == Failure.Wish.OURS || failure.isOver(nanos);
    }
}
