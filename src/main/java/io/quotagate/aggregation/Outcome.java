package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import java.util.Optional;

/** What a read gets from one connection. From here upward a vendor's failure is a value. */
public sealed interface Outcome {

    Connection connection();

    /** What can be shown; empty where there is nothing. */
    Optional<Snapshot> snapshot();

    /** Why there is nothing newer. */
    Optional<Failure> failure();

    /** What is known, as it is shown now: the same from the same, however a read came by it. */
    static Outcome of(Connection connection, Known known, long nanos) {
        PackedSnapshot snapshot = known.snapshot();
        Failure failure = known.failure();
        if (snapshot == null || !snapshot.isServable(connection, nanos)) {
            return new Missing(connection, failure == null ? Failure.pending() : failure);
        }
        return failure == null && snapshot.isFresh(connection, nanos)
                ? new Fresh(connection, SnapshotCodec.unpack(snapshot))
                : new Stale(connection, SnapshotCodec.unpack(snapshot), Optional.ofNullable(failure));
    }

    /** Numbers young enough to be served as they are, and no newer ones were asked for in vain. */
    record Fresh(Connection connection, Snapshot shown) implements Outcome {

        @Override
        public Optional<Snapshot> snapshot() {
            return Optional.of(shown);
        }

        @Override
        public Optional<Failure> failure() {
            return Optional.empty();
        }
    }

    /** Older numbers, while newer ones are fetched or cannot be had. */
    record Stale(Connection connection, Snapshot shown, Optional<Failure> failure) implements Outcome {

        @Override
        public Optional<Snapshot> snapshot() {
            return Optional.of(shown);
        }
    }

    /** Nothing that may be shown. */
    record Missing(Connection connection, Failure why) implements Outcome {

        @Override
        public Optional<Snapshot> snapshot() {
            return Optional.empty();
        }

        @Override
        public Optional<Failure> failure() {
            return Optional.of(why);
        }
    }
}
