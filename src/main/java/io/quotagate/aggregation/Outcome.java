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

    /**
     * What is known, as it is shown now.
     *
     * @param otherwise why nothing is shown where nothing is known
     */
    static Outcome of(Connection connection, Known known, long nanos, Failure otherwise) {
        PackedSnapshot snapshot = known.snapshot();
        return snapshot != null && snapshot.isFresh(connection, nanos)
                ? new Fresh(connection, SnapshotCodec.unpack(snapshot))
                : notFresh(connection, known, nanos, otherwise);
    }

    /** What is known, as it is shown where it is not fresh. */
    static Outcome notFresh(Connection connection, Known known, long nanos, Failure otherwise) {
        PackedSnapshot snapshot = known.snapshot();
        return snapshot != null && snapshot.isServable(connection, nanos)
                ? new Stale(connection, SnapshotCodec.unpack(snapshot), Optional.ofNullable(known.failure()))
                : new Missing(connection, known.failure() == null ? otherwise : known.failure());
    }

    /** Numbers young enough to be served as they are. */
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
