package io.quotagate.aggregation;

import static io.quotagate.aggregation.Replica.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Patience;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that loses connections when a test wants it to. */
class RedisLinkTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<NetSocket> connections = new CopyOnWriteArrayList<>();
    /** What was asked for, over whichever connection. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private final AtomicBoolean answering = new AtomicBoolean(true);
    private RedisLink link;

    @BeforeEach
    void listen() {
        Redis redis = ScriptedRedis.client(vertx, connections::add, this::answer);
        link = new RedisLink(redis, Duration.ofMillis(200), vertx);
        assertThat(await(get("warm-up"))).hasToString("fine");
        asked.clear();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(NetSocket socket, List<String> lines, int line) {
        if (!lines.get(line).equalsIgnoreCase("GET")) {
            return;
        }
        asked.add(lines.get(line + 2));
        if (answering.get()) {
            socket.write("+fine\r\n");
        }
    }

    private Uni<Response> get(String key) {
        return link.send(Request.cmd(Command.GET).arg(key));
    }

    private void loseConnections() {
        connections.forEach(NetSocket::close);
    }

    @Test
    void commandThatIsLostWithItsConnectionIsSentAgain() {
        answering.set(false);
        var answer = get("a").subscribe().withSubscriber(UniAssertSubscriber.create());
        Patience.until("it is there", () -> asked.contains("a"));
        answering.set(true);

        loseConnections();

        assertThat(answer.awaitItem(Duration.ofSeconds(5)).getItem()).hasToString("fine");
        assertThat(asked).containsExactly("a", "a");
    }

    @Test
    void commandThatNobodyWaitsForAnyMoreIsNotSentAgain() {
        answering.set(false);
        get("a").subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .awaitFailure(Duration.ofSeconds(5))
                .assertFailedWith(TimeoutException.class);
        answering.set(true);

        loseConnections();

        Patience.until("it is connected anew", () -> answered("b"));
        assertThat(asked).filteredOn("a"::equals).hasSize(1);
    }

    private boolean answered(String key) {
        try {
            return await(get(key)).toString().equals("fine");
        } catch (RuntimeException notYet) {
            return false;
        }
    }
}
