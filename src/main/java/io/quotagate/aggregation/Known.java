package io.quotagate.aggregation;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one connection: its last good snapshot and the failure since. A failure stands beside the snapshot,
 * never in its place. Two of them are the same only where they are the same object.
 */
final class Known {

    /** Nothing at all, and nobody was asked yet. */
    static final Known UNSEEN = new Known(null, null, Standing.OUTDATED);

    /** Nothing, after the shared store was asked. */
    static final Known NOTHING = new Known(null, null, Standing.CURRENT);

    private final @Nullable PackedSnapshot snapshot;
    private final @Nullable Failure failure;
    private final Standing standing;
    private final Mark mark = new Mark();

    /** Tells whoever has made something from what is known whether it still is; small, as it outlives that. */
    static final class Mark {

        private volatile boolean dropped;

        boolean isDropped() {
            return dropped;
        }
    }

    /** Whether this is the newest that the replicas know. */
    private enum Standing {
        CURRENT,
        /** The shared store is to be read before it is used. */
        OUTDATED
    }

    Known(@Nullable PackedSnapshot snapshot, @Nullable Failure failure) {
        this(snapshot, failure, Standing.CURRENT);
    }

    private Known(@Nullable PackedSnapshot snapshot, @Nullable Failure failure, Standing standing) {
        this.snapshot = snapshot;
        this.failure = failure;
        this.standing = standing;
        mark.dropped = isOutdated();
    }

    @Nullable
    PackedSnapshot snapshot() {
        return snapshot;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    boolean isOutdated() {
        return standing == Standing.OUTDATED;
    }

    Mark mark() {
        return mark;
    }

    /** From now on it is not what {@link LocalSnapshots} has of its connection: there is something newer, or nothing. */
    void drop() {
        mark.dropped = true;
    }

    Known outdated() {
        return new Known(snapshot, failure, Standing.OUTDATED);
    }

    /** This, or what another replica knows where that is newer. */
    @SuppressWarnings("ReferenceEquality") // which of the two it is, is the question
    Known or(Known other) {
        PackedSnapshot newer = newer(snapshot, other.snapshot);
        // What failed here came after what is known here, whatever a wall clock that was set back says.
        Failure later = later(newer == snapshot ? failure : null, since(newer, other.failure));
        boolean same = newer == snapshot && later == failure && !isOutdated();
        return same ? this : new Known(newer, later);
    }

    private static @Nullable PackedSnapshot newer(@Nullable PackedSnapshot mine, @Nullable PackedSnapshot other) {
        if (mine == null || other == null) {
            return mine == null ? other : mine;
        }
        return other.observedNanos() - mine.observedNanos() > 0 ? other : mine;
    }

    /** Only a failure since tells anything of the numbers. */
    private static @Nullable Failure since(@Nullable PackedSnapshot snapshot, @Nullable Failure failure) {
        boolean before = snapshot != null
                && failure != null
                && failure.lastAttemptAt()
                        .map(attempt -> attempt.isBefore(snapshot.observedAt()))
                        // Where nobody asked the vendor, somebody who did knows better.
                        .orElse(true);
        return before ? null : failure;
    }

    private static @Nullable Failure later(@Nullable Failure mine, @Nullable Failure other) {
        if (mine == null || other == null) {
            return mine == null ? other : mine;
        }
        return other.nextAttemptNanos() - mine.nextAttemptNanos() > 0 ? other : mine;
    }
}
