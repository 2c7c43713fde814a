package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.Buckets;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Connection.Refresh;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Credential;
import io.quotagate.provider.Endpoint;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Pace;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Timeline;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A thousand connections that are kept fresh, and vendors that count strictly. */
class SimulatedDayTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration FRESH_FOR = Duration.ofSeconds(60);
    private static final Duration OLDEST = Duration.ofSeconds(66);

    private final MovableClock clock = MovableClock.at("2026-11-21T00:00:00Z");
    private final Timeline time = new Timeline(clock);
    private final List<Connection> connections = new ArrayList<>();
    private final List<SimulatedVendor> vendors = List.of(
            vendor("drive", "20/PT1S", 2, Duration.ZERO, 500),
            vendor("media", "15/PT1S", 2, Duration.ofHours(2), 270),
            vendor("objects", "5/PT1S", 1, Duration.ZERO, 230));

    @AfterAll
    static void stopVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private SimulatedVendor vendor(String id, String limit, int calls, Duration session, int many) {
        for (int number = 0; number < many; number++) {
            connections.add(connection(id, number, limit));
        }
        return new SimulatedVendor(id, Rate.parse(limit), calls, session, clock, time);
    }

    private static Connection connection(String vendor, int number, String limit) {
        String id = vendor + "-" + number;
        return new Connection(
                new ConnectionKey("simulation", id, id),
                vendor,
                new Endpoint(
                        URI.create("https://" + vendor + ".example"),
                        Optional.empty(),
                        Optional.empty(),
                        Endpoint.Reach.GUARDED),
                FRESH_FOR,
                Duration.ofHours(24),
                Refresh.ALWAYS,
                Ration.perCredential(limit),
                Map.of(),
                Map.of("secret", Credential.of("one for all")));
    }

    private SimulatedGateway gateway() {
        return gateway(connections, new LocalBuckets(clock), 1);
    }

    private SimulatedGateway gateway(List<Connection> served, Buckets buckets, long seed) {
        return new SimulatedGateway(vendors, served, buckets, new LoneGateway(clock), clock, time, VERTX, seed);
    }

    private void assertAllFreshEnough() {
        assertThat(vendors).allSatisfy(vendor -> {
            assertThat(vendor.oldest()).as(vendor.id()).isLessThanOrEqualTo(OLDEST);
            assertThat(vendor.late()).as(vendor.id()).isZero();
        });
    }

    private void assertNoneThrottled() {
        assertThat(vendors)
                .allSatisfy(
                        vendor -> assertThat(vendor.refused()).as(vendor.id()).isZero());
    }

    @Test
    void inADayNoVendorThrottlesAndNoNumbersAreOlderThanTheyMayBe() {
        gateway().start(Duration.ZERO);

        time.pass(Duration.ofHours(24));

        assertNoneThrottled();
        assertAllFreshEnough();
        assertThat(vendors.stream().mapToInt(SimulatedVendor::connections).sum())
                .isEqualTo(1_000);
        assertThat(vendors)
                .extracting(SimulatedVendor::mostInAWindow)
                .as("the limits are made use of")
                .satisfiesExactly(
                        drive -> assertThat(drive).isBetween(18, 20),
                        media -> assertThat(media).isBetween(13, 15),
                        objects -> assertThat(objects).isBetween(4, 5));
    }

    @Test
    void vendorThatThrottlesByChanceIsSparedAndAllIsFreshAgainSoon() {
        SimulatedGateway gateway = gateway();
        gateway.start(Duration.ZERO);
        SplittableRandom chance = new SplittableRandom(5);
        for (int hour = 0; hour < 6; hour++) {
            time.pass(Duration.ofMinutes(2));
            vendors.forEach(vendor -> assertThat(vendor.oldest()).isPositive());
            for (SimulatedVendor vendor : vendors) {
                vendor.throttlesNext(chance.nextInt(1, 10));
            }
            time.pass(Duration.ofMinutes(20));
            assertThat(vendors)
                    .allSatisfy(vendor ->
                            assertThat(vendor.oldest()).as(vendor.id()).isLessThan(Duration.ofMinutes(4)));

            time.pass(Duration.ofMinutes(38));
            assertAllFreshEnough();
        }

        long said = vendors.stream().mapToLong(SimulatedVendor::refused).sum();
        assertThat(said).as("only those that came by chance").isBetween(18L, 18L * 10);
        assertThat(gateway.throttled()).isBetween(18.0, (double) said);
    }

    @Test
    void replicasShareTheRationsThroughRedisAndGoOnWithoutIt() {
        List<Connection> some = connections.stream()
                .filter(one -> one.id().matches("drive-1?\\d?\\d"))
                .toList();
        SimulatedVendor drive = vendors.get(0);
        Supplier<String> now = () -> "local now = " + clock.instant().toEpochMilli() * 1_000 + "\n";
        StoreState state = new StoreState(new SimpleMeterRegistry(), clock);
        try (RealRedis redis = RealRedis.start()) {
            Redis client = Redis.createClient(VERTX, redis.url());
            for (int replica = 0; replica < 2; replica++) {
                RedisBuckets shared = new RedisBuckets(
                        new RedisLink(client, Duration.ofSeconds(2), VERTX),
                        new RationScripts(now),
                        state,
                        new LocalBuckets(clock));
                gateway(some, new Awaited(shared), replica).start(Duration.ofMillis(500L * replica));
            }

            time.pass(Duration.ofMinutes(3));
            assertNoneThrottled();
            assertAllFreshEnough();

            redis.kill();
            time.pass(Duration.ofMinutes(3));
            assertThat(state.trouble()).contains("it cannot be reached");
            assertThat(drive.oldest()).as("each may ask as often as both").isLessThan(Duration.ofMinutes(3));

            redis.startAgain();
            assertThat(state.answersAgain()).isTrue();
            // What they took on their own leaves the vendor's window.
            time.pass(Duration.ofSeconds(10));
            long before = drive.refused();
            time.pass(Duration.ofMinutes(3));
            assertThat(state.trouble()).isEmpty();
            assertThat(drive.refused()).isEqualTo(before);
            assertThat(drive.connections()).isEqualTo(2 * some.size());
            client.close();
        }
    }

    /** Buckets whose answers are waited for, as simulated time does not pass meanwhile. */
    private record Awaited(Buckets buckets) implements Buckets {

        @Override
        public CompletableFuture<Taken> take(String key, Pace pace, int wanted) {
            return CompletableFuture.completedFuture(buckets.take(key, pace, wanted)
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join());
        }

        @Override
        public void late(String key, Pace pace) {
            buckets.late(key, pace);
        }

        @Override
        public void throttled(String key, Pace pace) {
            buckets.throttled(key, pace);
        }
    }
}
