package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.Buckets;
import io.quotagate.provider.Buckets.Taken;
import io.quotagate.provider.Burst;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Pace;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Rate;
import io.quotagate.provider.SlidingWindow;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Buckets in a Redis whose time a test moves. */
class RedisBucketsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Rate TEN = Rate.parse("10/PT1S");
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final RealRedis redis = RealRedis.start();
    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Other one = new Other();
    private final Other other = new Other();

    /** A replica, as far as it counts calls. */
    private final class Other {

        private final Redis client = Redis.createClient(VERTX, redis.url());
        private final StoreState state = new StoreState(new SimpleMeterRegistry(), clock);
        private final RedisLink link = new RedisLink(client, TIMEOUT, VERTX);
        private final RedisBuckets buckets =
                new RedisBuckets(link, new RationScripts(RedisBucketsTest.this::now), state, new LocalBuckets(clock));
    }

    private String now() {
        return "local now = " + clock.instant().toEpochMilli() * 1_000 + "\n";
    }

    @AfterEach
    void stop() {
        one.client.close();
        other.client.close();
        redis.close();
    }

    @AfterAll
    static void stopVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Taken take(Buckets buckets, Rate rate, int wanted) {
        return buckets.take(KEY, rate, wanted).orTimeout(5, TimeUnit.SECONDS).join();
    }

    private int callsIn(Duration time) {
        int calls = 0;
        for (long passed = 0; passed < time.toMillis(); passed += 20) {
            calls += take(one.buckets, TEN, 1).calls();
            calls += take(other.buckets, TEN, 1).calls();
            clock.pass(Duration.ofMillis(20));
        }
        return calls;
    }

    @Test
    void replicasTogetherKeepToTheRateInEachWindow() {
        SlidingWindow vendor = new SlidingWindow(TEN);
        SplittableRandom random = new SplittableRandom(3);

        for (int call = 0; call < 1_000; call++) {
            RedisBuckets buckets = (random.nextBoolean() ? one : other).buckets;
            int calls = take(buckets, TEN, random.nextInt(1, 4)).calls();
            for (int each = 0; each < calls; each++) {
                assertThat(vendor.call(clock.nanos())).isTrue();
            }
            clock.pass(Duration.ofMillis(random.nextInt(120)));
        }

        assertThat(vendor.most()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void bucketsInRedisAreTheSameAsInMemory() {
        LocalBuckets memory = new LocalBuckets(clock);
        SplittableRandom random = new SplittableRandom(4);
        for (String text : List.of("1/PT1S", "10/PT1S", "200/PT1S", "12000/PT1M", "5/PT1H", "7/PT1S")) {
            Rate rate = Rate.parse(text);
            String key = "k" + text;
            areTheSame(memory, key, rate, random);
            areTheSame(memory, key + " at once", Burst.of(rate), random);
        }
        assertThat(one.state.trouble()).isEmpty();
    }

    @Test
    void burstIsWholeAndCountedRightlyInRedisToo() {
        for (String text : List.of("3/PT1S", "7/PT1S", "3/PT10S", "300/PT1S", "3000/PT1S")) {
            Burst burst = Burst.of(Rate.parse(text));
            for (int left = burst.calls() - 1; left >= burst.calls() - 3; left--) {
                Taken taken = one.buckets
                        .take("burst" + text, burst, 1)
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join();
                assertThat(burst.left(taken.fullNanos())).as(text).isEqualTo(left);
            }

            Taken rest = one.buckets
                    .take("burst" + text, burst, burst.calls())
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();

            assertThat(rest.calls()).as(text).isEqualTo(burst.calls() - 3);
        }
    }

    private void areTheSame(LocalBuckets memory, String key, Pace pace, SplittableRandom random) {
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(20) == 0) {
                memory.throttled(key, pace);
                one.buckets.throttled(key, pace);
            }
            if (random.nextInt(10) == 0) {
                memory.late(key, pace);
                one.buckets.late(key, pace);
            }
            Taken inMemory = memory.take(key, pace, 3).join();
            Taken inRedis = one.buckets
                    .take(key, pace, 3)
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();

            String place = key + " at " + step;
            assertThat(inRedis.calls()).as(place).isBetween(inMemory.calls() - 1, inMemory.calls());
            Duration close = Duration.ofNanos(pace.intervalNanos()).plusMillis(10);
            assertThat(between(inRedis.waitNanos(), inMemory.waitNanos()))
                    .as(place)
                    .isLessThan(close);
            assertThat(between(inRedis.fullNanos(), inMemory.fullNanos()))
                    .as(place)
                    .isLessThan(close);
            clock.pass(Duration.ofMillis(random.nextInt(700)));
        }
    }

    private static Duration between(long one, long other) {
        return Duration.ofNanos(one - other).abs();
    }

    @Test
    void changedRateHoldsAtOnceInRedisAsInMemory() {
        LocalBuckets memory = new LocalBuckets(clock);
        for (String text : List.of("1/PT1H", "10/PT1S", "1/PT1M", "20/PT1S")) {
            Rate rate = Rate.parse(text);
            Taken inMemory = memory.take(KEY, rate, 1).join();
            Taken inRedis = one.buckets
                    .take(KEY, rate, 1)
                    .orTimeout(5, TimeUnit.SECONDS)
                    .join();

            assertThat(inRedis.calls()).as(text).isEqualTo(inMemory.calls());
            assertThat(Duration.ofNanos(inRedis.waitNanos() - inMemory.waitNanos())
                            .abs())
                    .as(text)
                    .isLessThan(Duration.ofMillis(10));
            clock.pass(Duration.ofMillis(150));
        }
    }

    @Test
    void allReplicasSlowDownWhereOneIsThrottled() {
        assertThat(callsIn(Duration.ofSeconds(10))).isBetween(89, 92);

        one.buckets.throttled(KEY, TEN);
        assertThat(callsIn(Duration.ofSeconds(10))).isBetween(43, 50);

        clock.pass(Duration.ofMinutes(5));
        assertThat(callsIn(Duration.ofSeconds(10))).isBetween(89, 92);
    }

    @Test
    void timeThatIsSetBackClosesABucketForAMomentOnly() {
        assertThat(callsIn(Duration.ofSeconds(2))).isGreaterThan(15);

        clock.pass(Duration.ofDays(-1));

        assertThat(callsIn(Duration.ofSeconds(2))).isGreaterThan(15);
    }

    @Test
    void timeThatIsSetForwardOpensABucketForAMomentOnly() {
        assertThat(callsIn(Duration.ofSeconds(2))).isGreaterThan(15);

        clock.pass(Duration.ofDays(1));

        assertThat(take(one.buckets, TEN, 100).calls()).isEqualTo(1);
    }

    @Test
    void whatIsNoBucketIsTakenForAFullOne() {
        for (String foreign : List.of("nonsense", "-5 0 0", "99999999999999999999999 0 99999999999999999999")) {
            String key = "quotagate:1:ration:" + KEY;
            await(Request.cmd(Command.DEL).arg(key));
            await(Request.cmd(Command.SET).arg(key).arg(foreign));

            clock.pass(Duration.ofSeconds(11));
            assertThat(callsIn(Duration.ofSeconds(20))).as(foreign).isPositive();
        }
        await(Request.cmd(Command.DEL).arg("quotagate:1:ration:" + KEY));
        await(Request.cmd(Command.LPUSH).arg("quotagate:1:ration:" + KEY).arg("x"));
        assertThat(callsIn(Duration.ofSeconds(10))).isBetween(89, 92);
        assertThat(one.state.trouble()).isEmpty();
    }

    private void await(Request request) {
        var unused = one.link.send(request).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void bucketThatIsFullAgainLeavesRedisSoon() {
        var unused = take(one.buckets, TEN, 1);

        assertThat(Integer.parseInt(redis.ask("PTTL quotagate:1:ration:" + KEY).substring(1)))
                .isBetween(1, 10_200);
    }

    @Test
    void withoutRedisEachReplicaKeepsToTheRateAlone() {
        assertThat(callsIn(Duration.ofSeconds(2))).isBetween(18, 20);

        redis.kill();

        // The bucket in memory knows of the calls of this replica before.
        assertThat(callsIn(Duration.ofSeconds(10))).isBetween(170, 184);
        assertThat(one.state.trouble()).isPresent();
    }

    @Test
    void haltedRedisHoldsNobodyUpForLong() {
        assertThat(take(one.buckets, TEN, 1).calls()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        redis.halt();

        assertThat(take(one.buckets, TEN, 1).calls()).isEqualTo(1);

        assertThat(one.buckets.take(KEY, TEN, 1)).as("it is not asked again").isDone();
        redis.goOn();
    }

    @Test
    void redisThatDoesNotTellItsTimeIsDoneWithout() {
        redis.ask("ACL SETUSER default -time");
        RedisBuckets strict = new RedisBuckets(one.link, new RationScripts(), one.state, new LocalBuckets(clock));

        assertThat(take(strict, TEN, 1).calls()).isEqualTo(1);
        assertThat(take(strict, TEN, 1).calls()).isZero();

        assertThat(one.state.trouble()).contains("it refuses to be written to");
    }

    @Test
    void redisTellsTheTime() {
        RedisBuckets real = new RedisBuckets(one.link, new RationScripts(), one.state, new LocalBuckets(clock));

        Taken first = take(real, TEN, 5);
        Taken second = take(real, TEN, 5);

        assertThat(first.calls()).isEqualTo(1);
        assertThat(second.calls()).isZero();
        assertThat(second.waitNanos()).isBetween(1L, TEN.intervalNanos());
        Patience.until("it fills", () -> take(real, TEN, 1).calls() == 1);
    }
}
