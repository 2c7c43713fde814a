package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.MonotonicClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** One replica alone: it has nobody to ask and nobody to tell. */
final class LoneGateway implements SharedSnapshots {

    private static final Uni<Known> NOTHING = Uni.createFrom().item(Known.NOTHING);
    private static final Uni<Claim> MINE = Uni.createFrom().item(new Claim(Claim.State.MINE, "", Known.NOTHING));
    private static final Uni<Void> DONE = Uni.createFrom().voidItem();
    private static final int MANY = 10_000;

    private final MonotonicClock clock;
    /** When each cool-down ends. */
    private final Map<ConnectionKey, Long> cooling = new ConcurrentHashMap<>();

    LoneGateway(MonotonicClock clock) {
        this.clock = clock;
    }

    @Override
    public Uni<Known> read(Connection connection) {
        return NOTHING;
    }

    @Override
    public Uni<Claim> claim(Connection connection) {
        return MINE;
    }

    @Override
    public Uni<Void> publish(Connection connection, Claim claim, Known known) {
        return DONE;
    }

    @Override
    public Uni<Void> release(Connection connection, Claim claim) {
        return DONE;
    }

    @Override
    public Uni<Void> change(Connection connection) {
        return DONE;
    }

    @Override
    public Uni<Optional<Duration>> coolDown(Connection connection, Duration length) {
        return Uni.createFrom().item(() -> coolDownNow(connection, length));
    }

    /** What is left of the cool-down. */
    Optional<Duration> cooling(Connection connection) {
        Long end = cooling.get(connection.key());
        return Optional.ofNullable(end)
                .map(until -> Duration.ofNanos(until - clock.nanos()))
                .filter(left -> !left.isNegative() && !left.isZero());
    }

    private Optional<Duration> coolDownNow(Connection connection, Duration length) {
        long now = clock.nanos();
        if (cooling.size() > MANY) {
            cooling.values().removeIf(end -> now - end >= 0);
        }
        AtomicReference<Duration> left = new AtomicReference<>();
        cooling.compute(connection.key(), (key, end) -> {
            if (end != null && now - end < 0) {
                left.set(Duration.ofNanos(end - now));
                return end;
            }
            return now + length.toNanos();
        });
        return Optional.ofNullable(left.get());
    }
}
