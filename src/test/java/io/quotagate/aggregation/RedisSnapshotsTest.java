package io.quotagate.aggregation;

import static io.quotagate.aggregation.Replica.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quotagate.aggregation.SharedSnapshots.Claim;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Reason;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisSnapshotsTest {

    private static final Duration PATIENT = Duration.ofSeconds(2);

    private static final Vertx VERTX = Vertx.vertx();
    private static RealRedis redis;

    private final Connection connection = FakeProvider.connection("acme", "main");
    private Replica one;
    private Replica other;

    @BeforeAll
    static void startRedis() {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startReplicas() {
        one = new Replica(VERTX, redis.url(), PATIENT).serving(connection);
        other = new Replica(VERTX, redis.url(), PATIENT).serving(connection);
    }

    @AfterEach
    void stopReplicas() {
        one.close();
        other.close();
    }

    private Failure failure(Duration pause, int consecutive) {
        return new Failure(
                Reason.RATE_LIMITED,
                "the vendor asks for fewer calls",
                Optional.of("429.1"),
                Optional.empty(),
                Optional.of(one.clock.instant()),
                Optional.of(one.clock.instant().plus(pause)),
                one.clock.nanos() + pause.toNanos(),
                Failure.Wish.VENDORS,
                consecutive);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void snapshotIsFoundByAnotherReplicaWithItsAge() {
        PackedSnapshot written = one.snapshot(seconds(30), "7");
        one.publishes(connection, new Known(written, null));
        other.clock.pass(Duration.ofDays(400));
        other.clock.step(Duration.ofDays(-400));

        PackedSnapshot read = other.finds(connection);

        assertThat(read.content()).isEqualTo(written.content());
        assertThat(read.observedAt()).isEqualTo(written.observedAt());
        assertThat(other.age(read)).isBetween(seconds(30), seconds(32));
    }

    @Test
    void clockThatIsBehindDoesNotMakeASnapshotYounger() {
        one.publishes(connection, new Known(one.snapshot(seconds(30), "7"), null));
        other.clock.step(Duration.ofHours(-5));

        PackedSnapshot read = other.finds(connection);

        assertThat(other.age(read)).isBetween(seconds(30), seconds(32));
        assertThat(read.observedAt()).isEqualTo(other.clock.instant().minus(other.age(read)));
    }

    @Test
    void clockOfTheWriterThatIsAheadDoesNotMakeASnapshotYounger() {
        one.clock.step(Duration.ofDays(3));
        one.publishes(connection, new Known(one.snapshot(seconds(30), "7"), null));

        PackedSnapshot read = other.finds(connection);

        assertThat(other.age(read)).isBetween(seconds(30), seconds(32));
        assertThat(read.observedAt()).isBefore(other.clock.instant().minusSeconds(29));
    }

    @Test
    void whatTheWallClockSaysIsBelievedWhereItIsOlder() {
        one.publishes(connection, new Known(one.snapshot(seconds(30), "7"), null));
        other.clock.pass(Duration.ofHours(2));

        assertThat(other.age(other.finds(connection)))
                .isEqualTo(Duration.ofMinutes(120).plusSeconds(30));
    }

    @Test
    void absurdClockDoesNotMakeASnapshotYounger() {
        one.publishes(connection, new Known(one.snapshot(seconds(30), "7"), null));
        other.clock.step(Duration.ofDays(365L * 5_000));

        assertThat(other.finds(connection).isServable(connection, other.clock.nanos()))
                .isFalse();
    }

    @Test
    void snapshotIsKeptUntilItIsTooOldToBeShown() {
        one.publishes(connection, new Known(one.snapshot(Duration.ofHours(23), "7"), null));

        long left = Long.parseLong(
                redis.ask("PTTL " + StoreKeys.of(connection.key()).snapshot()).substring(1));

        assertThat(Duration.ofMillis(left)).isCloseTo(Duration.ofHours(1), seconds(5));
    }

    @Test
    void onlyOneReplicaMayFetch() {
        Claim first = await(one.shared.claim(connection));
        Claim second = await(other.shared.claim(connection));

        assertThat(first.state()).isEqualTo(Claim.State.MINE);
        assertThat(second.state()).isEqualTo(Claim.State.THEIRS);
    }

    @Test
    void whoeverClaimsNextLearnsWhatTheFetchBrought() {
        one.publishes(connection, new Known(one.snapshot(seconds(0), "7"), null));

        Claim next = await(other.shared.claim(connection));

        assertThat(next.state()).isEqualTo(Claim.State.MINE);
        assertThat(next.known().snapshot()).isNotNull();
    }

    @Test
    void releasedClaimIsFree() {
        Claim claim = await(one.shared.claim(connection));

        await(one.shared.release(connection, claim));

        assertThat(await(other.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);
    }

    @Test
    void claimOfAReplicaThatDiedEndsByItself() {
        assertThat(await(one.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);

        Patience.until(
                "the claim ends", () -> await(other.shared.claim(connection)).state() == Claim.State.MINE);
    }

    @Test
    void claimThatGotLostOnTheWayKeepsNobodyFromFetching() {
        assertThat(await(one.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);

        assertThat(await(one.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);
    }

    @Test
    void lostClaimPublishesNothing() {
        Claim lost = await(one.shared.claim(connection));
        redis.ask("DEL " + StoreKeys.of(connection.key()).claim());
        Claim theirs = await(other.shared.claim(connection));

        await(one.shared.publish(connection, lost, new Known(one.snapshot(seconds(0), "7"), null)));

        assertThat(other.reads(connection)).matches(Replica::isNothing);
        assertThat(await(one.shared.claim(connection)).state()).isEqualTo(Claim.State.THEIRS);
        assertThat(theirs.state()).isEqualTo(Claim.State.MINE);
    }

    @Test
    void claimWithoutEndIsNotOurs() {
        redis.ask("SET " + StoreKeys.of(connection.key()).claim() + " somebody");

        assertThat(await(one.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);
    }

    @Test
    void failureIsSharedBesideTheSnapshotWithWhatIsLeftOfItsPause() {
        PackedSnapshot old = one.snapshot(Duration.ofMinutes(5), "7");
        Failure written = failure(seconds(90), 3);
        one.publishes(connection, new Known(old, written));
        other.clock.step(Duration.ofHours(-5));

        Failure read = other.findsFailure(connection);

        assertThat(other.reads(connection).snapshot()).isNotNull();
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("lastAttemptAt", "nextAttemptAt", "nextAttemptNanos")
                .isEqualTo(written);
        assertThat(Duration.ofNanos(read.nextAttemptNanos() - other.clock.nanos()))
                .isBetween(seconds(87), seconds(90));
        assertThat(read.lastAttemptAt()).contains(other.clock.instant());
    }

    @Test
    void failuresAreCountedOnAfterTheirPauseIsOver() {
        one.publishes(connection, new Known(null, failure(Duration.ZERO, 4)));

        Failure read = other.findsFailure(connection);

        assertThat(read.isOver(other.clock.nanos())).isTrue();
        assertThat(read.consecutiveFailures()).isEqualTo(4);
    }

    @Test
    void newNumbersEndAFailure() {
        one.publishes(connection, new Known(null, failure(seconds(90), 1)));

        one.publishes(connection, new Known(one.snapshot(seconds(0), "7"), null));

        assertThat(other.reads(connection).failure()).isNull();
    }

    @Test
    void anotherDefinitionOfTheConnectionMeetsNothing() {
        one.publishes(connection, new Known(one.snapshot(seconds(0), "7"), failure(seconds(90), 1)));
        Connection redefined = FakeProvider.connection("acme", "main");

        assertThat(one.reads(redefined)).matches(Replica::isNothing);
        assertThat(await(one.shared.coolDown(connection, seconds(10)))).isEmpty();
        assertThat(await(one.shared.coolDown(redefined, seconds(10)))).isEmpty();
    }

    @Test
    void coolDownHoldsForAllReplicas() {
        Optional<Duration> first = await(one.shared.coolDown(connection, seconds(10)));
        Optional<Duration> second = await(other.shared.coolDown(connection, seconds(10)));

        assertThat(first).isEmpty();
        assertThat(second).hasValueSatisfying(left -> assertThat(left).isCloseTo(seconds(10), seconds(2)));
    }

    @Test
    void coolDownWhoseAnswerGotLostIsNoHindranceToWhoeverStartedIt() {
        Redis client = Redis.createClient(VERTX, redis.url());
        RedisLink link = new RedisLink(client, PATIENT, VERTX);
        StoreKeys keys = StoreKeys.of(connection.key());

        long first = await(link.send(StoreScripts.coolDown(keys, "mine", seconds(10))))
                .toLong();
        long sentAgain = await(link.send(StoreScripts.coolDown(keys, "mine", seconds(10))))
                .toLong();
        long another = await(link.send(StoreScripts.coolDown(keys, "yours", seconds(10))))
                .toLong();
        client.close();

        assertThat(first).isZero();
        assertThat(sentAgain).isZero();
        assertThat(another).isBetween(1L, 10_000L);
    }

    @Test
    void coolDownEnds() {
        assertThat(await(one.shared.coolDown(connection, Duration.ofMillis(50))))
                .isEmpty();

        Patience.until(
                "the cool-down is over",
                () -> await(other.shared.coolDown(connection, Duration.ofMillis(50)))
                        .isEmpty());
    }

    @Test
    void otherReplicasAreToldOfAChangeAndThisOneIsNot() {
        Connection quiet = FakeProvider.connection("acme", "quiet");
        one.awaitHearing();
        other.awaitHearing();
        Known known = new Known(one.snapshot(seconds(0), "7"), null);
        for (Replica replica : new Replica[] {one, other}) {
            replica.remembers(connection, known);
            replica.remembers(quiet, known);
        }

        one.publishes(connection, known);

        Patience.until(
                "the other replica hears",
                () -> other.local.find(connection.key()).isOutdated());
        assertThat(other.local.find(quiet.key()).isOutdated()).isFalse();
        assertThat(one.local.find(connection.key()).isOutdated()).isFalse();
    }

    @Test
    void waitForAChangeEndsWithItAndWithoutItAMomentLater() {
        long start = System.nanoTime();

        await(other.shared.change(connection));

        assertThat((double) (System.nanoTime() - start)).isCloseTo(2.5e8, within(2e8));
    }
}
