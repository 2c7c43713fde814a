package io.quotagate.aggregation;

import static io.quotagate.aggregation.Replica.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.SharedSnapshots.Claim;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis slow, full, restarted or gone. */
class RedisOutageTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final Connection connection = FakeProvider.connection("acme", "main");
    private final HeardLines log = HeardLines.of(StoreState.class.getName());
    private RealRedis redis;
    private Replica one;
    private Replica other;

    @BeforeEach
    void start() {
        redis = RealRedis.start();
        one = new Replica(VERTX, redis.url(), Duration.ofMillis(500)).serving(connection);
        other = new Replica(VERTX, redis.url(), Duration.ofMillis(500)).serving(connection);
        one.awaitHearing();
        other.awaitHearing();
        one.publishes(connection, known("7"));
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        redis.close();
        log.close();
    }

    @AfterAll
    static void stopVertx() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private Known known(String used) {
        return new Known(one.snapshot(Duration.ZERO, used), null);
    }

    private void awaitTrouble() {
        Patience.until(
                "the trouble is seen",
                () -> one.state.trouble().isPresent() && other.state.trouble().isPresent());
    }

    private void awaitUse() {
        Patience.until(
                "it is used again",
                () -> one.state.trouble().isEmpty() && other.state.trouble().isEmpty());
    }

    /** Of each of the two replicas. */
    private void assertOneLineEach(String why) {
        String degraded = "WARN the shared store is degraded: " + why + "; memory and the vendors stand in for it";
        String back = "INFO the shared store is used again";
        assertThat(log.lines()).containsExactlyInAnyOrder(degraded, degraded, back, back);
    }

    private void assertShared(String used) {
        one.publishes(connection, known(used));
        assertThat(other.finds(connection).content())
                .isEqualTo(one.snapshot(Duration.ZERO, used).content());
    }

    @Test
    void killedRedisLeavesAReplicaAloneUntilItIsBack() {
        redis.kill();

        assertThat(one.reads(connection)).matches(Replica::isNothing);
        assertThat(await(one.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);
        one.publishes(connection, known("8"));
        awaitTrouble();
        assertThat(one.state.trouble()).contains("it cannot be reached");

        redis.startAgain();
        awaitUse();

        assertShared("9");
        assertOneLineEach("it cannot be reached");
    }

    @Test
    void whatWasMissedWhileRedisWasGoneIsReadAgain() {
        one.remembers(connection, known("7"));
        redis.kill();
        awaitTrouble();
        assertThat(one.local.find(connection.key()).isOutdated()).isFalse();

        redis.startAgain();

        Patience.until(
                "it is to be read again", () -> one.local.find(connection.key()).isOutdated());
    }

    @Test
    void haltedRedisDelaysNobodyMuchAndNobodyTwice() {
        redis.halt();

        long start = System.nanoTime();
        List<CompletableFuture<Known>> reads = new ArrayList<>();
        for (int read = 0; read < 1_000; read++) {
            reads.add(one.shared.read(connection).subscribeAsCompletionStage());
        }
        assertThat(reads).allSatisfy(read -> assertThat(read.join()).matches(Replica::isNothing));
        Duration first = Duration.ofNanos(System.nanoTime() - start);
        long again = System.nanoTime();
        for (int read = 0; read < 1_000; read++) {
            assertThat(one.reads(connection)).matches(Replica::isNothing);
        }
        Duration later = Duration.ofNanos(System.nanoTime() - again);
        awaitTrouble();

        redis.goOn();
        awaitUse();

        assertThat(first).isBetween(Duration.ofMillis(400), Duration.ofSeconds(2));
        assertThat(later).isLessThan(Duration.ofMillis(400));
        assertShared("9");
        assertOneLineEach("it does not answer in time");
    }

    @Test
    void snapshotDoesNotBecomeYoungerOnItsWayToAHaltedRedis() {
        Duration age = Duration.ofSeconds(30);
        Claim claim = await(one.shared.claim(connection));
        redis.halt();

        await(one.shared.publish(connection, claim, new Known(one.snapshot(age, "8"), null)));
        redis.goOn();

        AtomicReference<Duration> arrived = new AtomicReference<>(Duration.ZERO);
        Patience.until("it has arrived", () -> {
            PackedSnapshot read = other.reads(connection).snapshot();
            Duration seen = read == null ? Duration.ZERO : other.age(read);
            arrived.set(seen);
            return seen.compareTo(age) >= 0;
        });

        // Half a second is how long the replica waited for Redis.
        assertThat(arrived.get()).isGreaterThanOrEqualTo(age.plusMillis(500));
    }

    @Test
    void fullRedisIsStillReadAndSaysSoOnce() {
        redis.ask("CONFIG SET maxmemory 1");

        for (int fetch = 0; fetch < 5; fetch++) {
            Claim claim = await(one.shared.claim(connection));
            assertThat(claim.state()).isEqualTo(Claim.State.MINE);
            assertThat(claim.known().snapshot()).isNotNull();
            await(one.shared.publish(connection, claim, known("8")));
        }
        assertThat(other.reads(connection).snapshot()).isNotNull();
        assertThat(one.state.trouble()).contains("it is full");
        assertThat(one.errors()).isEqualTo(5);

        redis.ask("CONFIG SET maxmemory 0");
        one.publishes(connection, known("9"));
        assertThat(one.state.trouble()).isPresent();
        one.clock.pass(Duration.ofSeconds(5));
        one.publishes(connection, known("9"));

        assertThat(one.state.trouble()).isEmpty();
        assertThat(log.lines())
                .containsExactly(
                        "WARN the shared store is degraded: it is full; memory and the vendors stand in for it",
                        "INFO the shared store is used again");
    }

    @Test
    void redisThatFillsUpDuringAFetchLeavesTheOldSnapshotStanding() {
        Claim claim = await(one.shared.claim(connection));
        redis.ask("CONFIG SET maxmemory 1");

        await(one.shared.publish(connection, claim, known("8")));

        assertThat(one.state.trouble()).contains("it is full");
        assertThat(other.finds(connection).content())
                .isEqualTo(one.snapshot(Duration.ZERO, "7").content());
        assertThat(redis.ask("EXISTS " + StoreKeys.of(connection.key()).claim()))
                .isEqualTo(":0");
    }

    @Test
    void redisThatRefusesWritesIsStillRead() {
        redis.ask("REPLICAOF 127.0.0.1 1");
        redis.ask("CONFIG SET replica-serve-stale-data yes");

        Claim claim = await(one.shared.claim(connection));

        assertThat(claim.state()).isEqualTo(Claim.State.MINE);
        assertThat(one.state.trouble()).contains("it refuses to be written to");
    }

    @Test
    void redisThatDoesNotKnowUsIsTakenForWhatItIs() {
        redis.ask("CONFIG SET requirepass secret");
        try (Replica stranger = new Replica(VERTX, redis.url(), Duration.ofMillis(500))) {
            assertThat(stranger.reads(connection)).matches(Replica::isNothing);
            assertThat(stranger.state.trouble()).contains("it refuses our credentials");
        }
    }

    @Test
    void claimThatNobodyWaitedForIsLetGo() {
        redis.halt();
        assertThat(await(one.shared.claim(connection)).token()).isEmpty();

        redis.goOn();

        // By itself it would end a second and a half later.
        Patience.until(
                Duration.ofSeconds(1),
                "it is free",
                () -> await(other.shared.claim(connection)).state() == Claim.State.MINE);
    }

    @Test
    void whatAFetchBroughtIsPublishedAlsoWhileNothingElseIsAsked() {
        Claim claim = await(one.shared.claim(connection));
        one.state.failed(new TimeoutException());
        assertThat(one.state.answers()).isFalse();

        await(one.shared.publish(connection, claim, known("8")));

        assertThat(other.finds(connection).content())
                .isEqualTo(one.snapshot(Duration.ZERO, "8").content());
        assertThat(await(other.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);
    }

    @Test
    void whoeverMayNotSpeakToTheOthersStillSharesWithThem() {
        redis.ask("ACL SETUSER default resetchannels");

        Patience.until("several calls were refused", () -> one.errors() >= 3);

        assertThat(one.state.trouble()).contains("it does not allow our user all that is needed");
        assertThat(one.state.answers()).isTrue();
        assertShared("9");
        assertThat(log.lines()).noneMatch(line -> line.contains("used again"));

        one.remembers(connection, known("9"));
        redis.ask("ACL SETUSER default allchannels");

        awaitUse();
        Patience.until(
                "what nobody could tell is read again",
                () -> one.local.find(connection.key()).isOutdated());
    }

    @Test
    void whatWasLearnedAloneIsReadAgainWhenItIsBack() {
        Connection alone = FakeProvider.connection("acme", "alone");
        one.state.failed(new TimeoutException());
        one.remembers(alone, known("7"));

        Patience.until(
                "it is to be read again", () -> one.local.find(alone.key()).isOutdated());
    }

    @Test
    void coolDownThatTheStoreKnewHoldsWithoutIt() {
        assertThat(await(one.shared.coolDown(connection, Duration.ofSeconds(10))))
                .isEmpty();
        redis.kill();

        assertThat(await(one.shared.coolDown(connection, Duration.ofSeconds(10))))
                .isPresent();
    }

    @Test
    void coolDownThatBeganWithoutTheStoreHoldsWithIt() {
        one.state.failed(new TimeoutException());
        assertThat(await(one.shared.coolDown(connection, Duration.ofSeconds(10))))
                .isEmpty();

        Patience.until("it is used again", () -> one.state.trouble().isEmpty());

        assertThat(await(one.shared.coolDown(connection, Duration.ofSeconds(10))))
                .isPresent();
    }

    @Test
    void nothingIsRegrettedThatWasNeverSent() {
        redis.kill();
        awaitTrouble();
        double before = one.errors();

        for (int claim = 0; claim < 200; claim++) {
            var unused = await(one.shared.claim(connection));
        }

        // The beat goes on meanwhile.
        assertThat(one.errors() - before).isLessThan(20);
    }

    @Test
    void claimIsGivenBackAlsoWhileNothingElseIsAsked() {
        Claim claim = await(one.shared.claim(connection));
        one.state.failed(new TimeoutException());

        await(one.shared.release(connection, claim));

        assertThat(await(other.shared.claim(connection)).state()).isEqualTo(Claim.State.MINE);
    }
}
