package io.quotagate.aggregation;

import io.quotagate.aggregation.StoreScripts.Put;
import io.quotagate.provider.Connection;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the shared store is given of a connection, and what of its answers is believed. */
final class StoreContents {

    /** Leaves room for what is added to the content. */
    private static final int LARGEST_CONTENT = StoreScripts.LARGEST_ENTRY - 1_024;

    private final StoreEntries entries;
    private final StoreState state;

    StoreContents(StoreEntries entries, StoreState state) {
        this.entries = entries;
        this.state = state;
    }

    private interface Reader<T> {
        Optional<T> read(byte[] bytes, long left);
    }

    Known read(Connection connection, StoreKeys keys, Response snapshot, Response failure) {
        return new Known(
                read(connection, snapshot, (bytes, left) -> entries.snapshot(connection, keys, bytes, left)),
                read(connection, failure, (bytes, left) -> entries.failure(connection, keys, bytes, left)));
    }

    private <T> @Nullable T read(Connection connection, Response entry, Reader<T> reader) {
        if (entry.size() == 0) {
            return null;
        }
        Optional<T> read = reader.read(entry.get(0).toBytes(), entry.get(1).toLong());
        if (read.isEmpty()) {
            state.foreign(connection.key());
        }
        return read.orElse(null);
    }

    /** What is too old to be shown, or larger than anybody would read, is not put there. */
    Put put(Connection connection, StoreKeys keys, @Nullable PackedSnapshot snapshot) {
        if (snapshot == null || snapshot.content().length > LARGEST_CONTENT) {
            return Put.NOTHING;
        }
        Duration lifetime = entries.lifetime(connection, snapshot);
        return lifetime.toMillis() <= 0
                ? Put.NOTHING
                : new Put(entries.write(connection, keys, snapshot, lifetime), lifetime);
    }

    Put put(Connection connection, StoreKeys keys, @Nullable Failure failure) {
        return failure == null
                ? Put.NOTHING
                : new Put(entries.write(connection, keys, failure), entries.lifetime(failure));
    }
}
