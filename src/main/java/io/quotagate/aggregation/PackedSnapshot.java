package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import java.time.Instant;

/**
 * A snapshot as it is kept: a few hundred bytes in one array in place of a few hundred objects. {@link SnapshotCodec}
 * packs and unpacks it.
 */
final class PackedSnapshot {

    private final Instant observedAt;
    private final long observedNanos;
    private final byte[] content;

    /** @param content is not copied */
    PackedSnapshot(Instant observedAt, long observedNanos, byte[] content) {
        this.observedAt = observedAt;
        this.observedNanos = observedNanos;
        this.content = content;
    }

    Instant observedAt() {
        return observedAt;
    }

    /** When it was observed, on this process' monotonic clock. */
    long observedNanos() {
        return observedNanos;
    }

    /** Not copied: must not be changed. */
    byte[] content() {
        return content;
    }

    boolean isFresh(Connection connection, long nanos) {
        return nanos - freshUntil(connection) < 0;
    }

    boolean isServable(Connection connection, long nanos) {
        return nanos - staleUntil(connection) < 0;
    }

    /** On the monotonic clock. */
    long freshUntil(Connection connection) {
        return observedNanos + connection.freshFor().toNanos();
    }

    /** On the monotonic clock. */
    long staleUntil(Connection connection) {
        return observedNanos + connection.staleFor().toNanos();
    }
}
