package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.MonotonicClock;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Turns what is known into what Redis keeps, and back. An age is told by Redis' own time to live and by our wall clock,
 * and the older of the two is believed: no clock that is set can make a snapshot look younger.
 */
final class StoreEntries {

    private static final byte LAYOUT = 1;
    private static final int HEADER_BYTES = 1 + 3 * Long.BYTES;
    /** Clocks of replicas may be that far apart without anything being wrong. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    /** Longer than anything is kept, and short enough to be told in nanoseconds. */
    private static final Duration OLDEST = Duration.ofDays(20 * 365);
    /** How long a failure is remembered after it is over, so that the next one counts on. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(10);

    private final Clock wall;
    private final MonotonicClock clock;

    StoreEntries(Clock wall, MonotonicClock clock) {
        this.wall = wall;
        this.clock = clock;
    }

    /** How long this may be kept; not above zero where it is too old to be shown. */
    Duration lifetime(Connection connection, PackedSnapshot snapshot) {
        return connection.staleFor().minus(age(snapshot));
    }

    private Duration age(PackedSnapshot snapshot) {
        return Duration.ofNanos(Math.max(0, clock.nanos() - snapshot.observedNanos()));
    }

    byte[] write(Connection connection, StoreKeys keys, PackedSnapshot snapshot, Duration lifetime) {
        ByteBuffer entry = ByteBuffer.allocate(HEADER_BYTES + snapshot.content().length)
                .put(LAYOUT)
                .putLong(snapshot.observedAt().toEpochMilli())
                .putLong(age(snapshot).toMillis())
                .putLong(lifetime.toMillis())
                .put(snapshot.content());
        return Seal.close(connection.key(), keys.snapshot(), entry.array());
    }

    /**
     * @param left what Redis says is left of its lifetime; negative where it has none
     * @return empty where no gateway that knows this connection has written it
     */
    Optional<PackedSnapshot> snapshot(Connection connection, StoreKeys keys, byte[] sealed, long left) {
        return Seal.open(connection.key(), keys.snapshot(), sealed)
                .filter(entry -> entry.length > HEADER_BYTES && entry[0] == LAYOUT && left >= 0)
                .map(entry -> snapshot(ByteBuffer.wrap(entry, 1, entry.length - 1), left))
                .filter(StoreEntries::isReadable);
    }

    private PackedSnapshot snapshot(ByteBuffer entry, long left) {
        Instant now = wall.instant();
        Instant observedAt = Instant.ofEpochMilli(entry.getLong());
        Duration byRedis = Duration.ofMillis(entry.getLong() + Math.max(0, entry.getLong() - left));
        Duration age = longer(byRedis, Duration.between(observedAt, now));
        byte[] content = new byte[entry.remaining()];
        entry.get(content);
        boolean ahead = observedAt.isAfter(now.plus(TOLERANCE));
        return new PackedSnapshot(ahead ? now.minus(age) : observedAt, clock.nanos() - age.toNanos(), content);
    }

    private static Duration longer(Duration one, Duration other) {
        Duration longer = one.compareTo(other) > 0 ? one : other;
        return longer.compareTo(OLDEST) > 0 ? OLDEST : longer;
    }

    private static boolean isReadable(PackedSnapshot packed) {
        try {
            return SnapshotCodec.unpack(packed).quotas() != null;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    Duration lifetime(Failure failure) {
        return atMost(Duration.ofNanos(failure.nextAttemptNanos() - clock.nanos()))
                .plus(REMEMBERED);
    }

    byte[] write(Connection connection, StoreKeys keys, Failure failure) {
        return Seal.close(connection.key(), keys.failure(), FailureCodec.pack(failure));
    }

    /** @see #snapshot(Connection, StoreKeys, byte[], long) */
    Optional<Failure> failure(Connection connection, StoreKeys keys, byte[] sealed, long left) {
        Duration pause = atMost(Duration.ofMillis(left).minus(REMEMBERED));
        return Seal.open(connection.key(), keys.failure(), sealed)
                .filter(entry -> left >= 0)
                .flatMap(entry -> FailureCodec.unpack(entry, wall.instant(), pause, clock.nanos()));
    }

    private static Duration atMost(Duration pause) {
        if (pause.isNegative()) {
            return Duration.ZERO;
        }
        return pause.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : pause;
    }
}
