package io.quotagate.aggregation;

import static io.quotagate.aggregation.Replica.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Reason;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever can write to the Redis can write anything under our keys and into our channel. */
class ForeignEntriesTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static RealRedis redis;
    private static Redis client;

    private final Connection connection = FakeProvider.connection("acme", "main");
    private final StoreKeys keys = StoreKeys.of(connection.key());
    private Replica replica;
    private Replica other;

    @BeforeAll
    static void startRedis() {
        redis = RealRedis.start();
        client = Redis.createClient(VERTX, redis.url());
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startReplicas() {
        replica = new Replica(VERTX, redis.url(), Duration.ofSeconds(2)).serving(connection);
        other = new Replica(VERTX, redis.url(), Duration.ofSeconds(2)).serving(connection);
        replica.publishes(connection, new Known(replica.snapshot(Duration.ofSeconds(30), "7"), failure()));
    }

    @AfterEach
    void stopReplicas() {
        replica.close();
        other.close();
    }

    private Failure failure() {
        return new Failure(
                Reason.UNAVAILABLE,
                "the vendor cannot be reached",
                Optional.empty(),
                Optional.empty(),
                Optional.of(replica.clock.instant()),
                Optional.of(replica.clock.instant().plusSeconds(60)),
                replica.clock.nanos() + Duration.ofSeconds(60).toNanos(),
                Failure.Wish.OURS,
                1);
    }

    private static Response ask(Request request) {
        return client.send(request).toCompletionStage().toCompletableFuture().join();
    }

    private static byte[] get(String key) {
        return ask(Request.cmd(Command.GET).arg(key)).toBytes();
    }

    private static void set(String key, byte[] value) {
        var unused = ask(Request.cmd(Command.SET).arg(key).arg(value).arg("PX").arg(60_000));
    }

    private static byte[] flipped(byte[] value, int bit) {
        byte[] changed = value.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        return changed;
    }

    static Stream<UnaryOperator<byte[]>> changes() {
        return Stream.of(
                value -> "{\"quotas\":[]}".getBytes(StandardCharsets.UTF_8),
                value -> new byte[0],
                value -> new byte[] {1},
                value -> new byte[1_000],
                value -> Arrays.copyOf(value, value.length - 1),
                value -> Arrays.copyOf(value, value.length / 2),
                value -> Arrays.copyOf(value, 16),
                value -> Arrays.copyOf(value, value.length + 1),
                value -> Arrays.copyOf(value, StoreScripts.LARGEST_ENTRY + 1));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changedEntryIsIgnoredAndCounted(UnaryOperator<byte[]> change) {
        set(keys.snapshot(), change.apply(get(keys.snapshot())));
        set(keys.failure(), change.apply(get(keys.failure())));

        Known read = other.reads(connection);

        boolean gone = change.apply(new byte[100]).length == 0;
        assertThat(read).matches(Replica::isNothing);
        assertThat(other.errors()).isEqualTo(gone ? 0 : 2);
    }

    @Test
    void everySingleBitOfAnEntryMatters() {
        byte[] snapshot = get(keys.snapshot());

        for (int bit = 0; bit < snapshot.length * 8; bit++) {
            set(keys.snapshot(), flipped(snapshot, bit));
            assertThat(other.reads(connection).snapshot()).as("bit %d", bit).isNull();
        }

        assertThat(other.errors()).isEqualTo(snapshot.length * 8);
    }

    @Test
    void entryOfAnotherConnectionIsIgnoredAndCounted() {
        Connection victim = FakeProvider.connection("rival", "main");
        set(StoreKeys.of(victim.key()).snapshot(), get(keys.snapshot()));

        assertThat(other.reads(victim)).matches(Replica::isNothing);
        assertThat(other.errors()).isEqualTo(1);
    }

    @Test
    void snapshotIsNoFailureAndAFailureIsNoSnapshot() {
        byte[] snapshot = get(keys.snapshot());
        set(keys.snapshot(), get(keys.failure()));
        set(keys.failure(), snapshot);

        assertThat(other.reads(connection)).matches(Replica::isNothing);
        assertThat(other.errors()).isEqualTo(2);
    }

    @Test
    void entryThatWasMadeToLastForEverIsIgnoredAndCounted() {
        redis.ask("PERSIST " + keys.snapshot());

        assertThat(other.reads(connection).snapshot()).isNull();
        assertThat(other.errors()).isEqualTo(1);
    }

    @Test
    void entryThatWasMadeToLastLongerGetsNoYounger() {
        redis.ask("PEXPIRE " + keys.snapshot() + " 999999999");

        assertThat(other.age(other.finds(connection))).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot", "failure", "claim", "cooling"})
    void otherKindOfValueUnderOneOfOurKeysKeepsNobodyFromFetching(String kind) {
        String key = "quotagate:1:{" + keys.name() + "}:"
                + (kind.equals("snapshot") ? "snapshot-" + SnapshotCodec.VERSION : kind);
        redis.ask("DEL " + key);
        redis.ask("LPUSH " + key + " x");

        assertThat(await(other.shared.claim(connection)).state()).isEqualTo(SharedSnapshots.Claim.State.MINE);
        assertThat(await(other.shared.coolDown(connection, Duration.ofSeconds(10))))
                .isEmpty();
        assertThat(other.state.trouble()).isEmpty();
    }

    @Test
    void nextFetchOverwritesWhatIsForeign() {
        set(keys.snapshot(), new byte[100]);
        set(keys.failure(), new byte[100]);

        other.publishes(connection, new Known(other.snapshot(Duration.ZERO, "8"), null));

        assertThat(replica.reads(connection).snapshot()).isNotNull();
        assertThat(replica.reads(connection).failure()).isNull();
        assertThat(replica.errors()).isZero();
    }

    @Test
    void messagesOfNobodyChangeNothing() {
        other.awaitHearing();
        // That the connection was published before this test may be on its way still.
        awaitAllMessagesHeard("first");
        other.remembers(connection, new Known(other.snapshot(Duration.ZERO, "7"), null));
        String name = keys.name();
        List<String> messages = List.of(
                "x",
                "x y",
                "x acme/main",
                "x acme/main/" + "0".repeat(32),
                "x rival/main/" + name.substring(name.lastIndexOf('/') + 1),
                "x " + name + "/x",
                "x" + name,
                "x ///",
                "x " + name + " ".repeat(300));

        for (String message : messages) {
            var unused = ask(Request.cmd(Command.PUBLISH).arg(StoreKeys.CHANNEL).arg(message));
        }
        awaitAllMessagesHeard("last");

        assertThat(other.local.find(connection.key()).isOutdated()).isFalse();
        assertThat(other.state.trouble()).isEmpty();
    }

    /** They are heard in their order, so that one of ours that was heard stands for all before it. */
    private void awaitAllMessagesHeard(String id) {
        Connection own = FakeProvider.connection("acme", id);
        other.serving(own).remembers(own, new Known(other.snapshot(Duration.ZERO, "7"), null));
        redis.ask("PUBLISH " + StoreKeys.CHANNEL + " \"x "
                + StoreKeys.of(own.key()).name() + "\"");
        Patience.until(
                "the message about " + id + " was heard",
                () -> other.local.find(own.key()).isOutdated());
    }
}
