package io.quotagate.aggregation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One of several replicas that share a Redis, without the rest of the gateway. */
final class Replica implements AutoCloseable {

    static final Duration LONGEST_FETCH = Duration.ofMillis(500);

    private static final AtomicInteger NAMES = new AtomicInteger();

    final MovableClock clock = MovableClock.at("2026-11-21T03:00:00.123Z");
    /** How often all that it knew was outdated, to the end: once it listens to the others, too. */
    private final AtomicInteger outdated = new AtomicInteger();

    final LocalSnapshots local = new LocalSnapshots(new CacheOf(10_000_000), new SimpleMeterRegistry()) {
        @Override
        void outdateAll() {
            super.outdateAll();
            outdated.incrementAndGet();
        }
    };
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final StoreState state = new StoreState(registry, clock);
    final RedisSnapshots shared;
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Redis redis;

    Replica(Vertx vertx, String url, Duration timeout) {
        this(vertx, new RedisOptions().setConnectionString(url), timeout);
    }

    Replica(Vertx vertx, RedisOptions options, Duration timeout) {
        options.setMaxWaitingHandlers(16_384);
        options.getNetClientOptions().setReadIdleTimeout(10).setConnectTimeout(2_000);
        redis = Redis.createClient(vertx, options);
        String name = "replica" + NAMES.incrementAndGet();
        shared = new RedisSnapshots(
                new RedisLink(redis, timeout, vertx),
                new ChangeFeed(
                        redis,
                        name,
                        local,
                        (tenant, id) -> Optional.ofNullable(connections.get(tenant + "/" + id)),
                        state),
                new StoreContents(new StoreEntries(clock, clock), state),
                state,
                new LoneGateway(clock),
                name,
                LONGEST_FETCH,
                clock);
        shared.start();
    }

    /** Where it finds connections that other replicas speak of. */
    Replica serving(Connection... served) {
        for (Connection connection : served) {
            ConnectionKey key = connection.key();
            connections.put(key.tenant() + "/" + key.connection(), connection);
        }
        return this;
    }

    void awaitHearing() {
        Patience.until("it listens", () -> outdated.get() > 0);
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(5));
    }

    /** A snapshot of that age. */
    PackedSnapshot snapshot(Duration age, String used) {
        return SnapshotCodec.pack(new Snapshot(
                clock.instant().minus(age),
                clock.nanos() - age.toNanos(),
                List.of(TestQuotas.stored("10", used)),
                Account.of(AccountState.ACTIVE),
                Optional.empty()));
    }

    void publishes(Connection connection, Known known) {
        SharedSnapshots.Claim claim = await(shared.claim(connection));
        await(shared.publish(connection, claim, known));
    }

    Known reads(Connection connection) {
        return await(shared.read(connection));
    }

    PackedSnapshot finds(Connection connection) {
        return Objects.requireNonNull(reads(connection).snapshot(), "a snapshot");
    }

    Failure findsFailure(Connection connection) {
        return Objects.requireNonNull(reads(connection).failure(), "a failure");
    }

    /** As if it had read that before. */
    void remembers(Connection connection, Known known) {
        var unused = local.update(connection.key(), before -> known);
    }

    Duration age(PackedSnapshot snapshot) {
        return Duration.ofNanos(clock.nanos() - snapshot.observedNanos());
    }

    static boolean isNothing(Known known) {
        return known.snapshot() == null && known.failure() == null && !known.isOutdated();
    }

    double errors() {
        return registry.get("quotagate.store.errors").counter().count();
    }

    @Override
    public void close() {
        shared.close();
        redis.close();
    }
}
