package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Redis;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that takes subscriptions and never tells anything. */
class ChangeFeedTest {

    private static final int CALLS_THAT_ARE_TOO_MANY = 6;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final HeardLines log = HeardLines.of(StoreState.class.getName());
    private final StoreState state = new StoreState(new SimpleMeterRegistry(), MovableClock.at("2026-11-21T03:00:00Z"));
    private ChangeFeed feed;

    @BeforeEach
    void subscribe() {
        Redis redis = ScriptedRedis.client(vertx, socket -> {}, this::answer);
        LocalSnapshots local = new LocalSnapshots(new CacheOf(1_000_000), new SimpleMeterRegistry());
        ConnectionKey before = new ConnectionKey("-", "before", "");
        var unused = local.update(before, nothing -> new Known(null, null));
        feed = new ChangeFeed(redis, "one", local, (tenant, connection) -> Optional.empty(), state);
        feed.beat();
        Patience.until("it listens", () -> local.find(before).isOutdated());
    }

    @AfterEach
    void stop() {
        feed.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        log.close();
    }

    private void answer(NetSocket socket, List<String> lines, int line) {
        if (lines.get(line).equalsIgnoreCase("SUBSCRIBE")) {
            socket.write("*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n");
            subscriptions.incrementAndGet();
        }
    }

    @Test
    void whoeverDoesNotHearItselfSubscribesAnew() {
        for (int call = 0; call < CALLS_THAT_ARE_TOO_MANY; call++) {
            feed.called();
        }

        feed.beat();

        Patience.until(
                "it listens again",
                () -> subscriptions.get() == 2 && state.trouble().isEmpty());
        assertThat(log.lines())
                .containsExactly(
                        "WARN the shared store is degraded: it does not tell what other replicas change; memory and"
                                + " the vendors stand in for it",
                        "INFO the shared store is used again");
    }

    @Test
    void whoeverSaysNothingNeedNotHearItself() {
        for (int beat = 0; beat < 10; beat++) {
            feed.beat();
        }

        assertThat(subscriptions).hasValue(1);
        assertThat(log.lines()).isEmpty();
    }
}
