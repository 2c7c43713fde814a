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
