package io.quotagate.aggregation;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import java.util.function.Consumer;

/** A server that speaks as much of Redis' protocol as a test has it speak; ends with its Vert.x. */
final class ScriptedRedis {

    private ScriptedRedis() {}

    /**
     * A client of a new server.
     *
     * @param connected hears of each connection
     * @param answering gets the lines that have come over one, with the place of each in turn, and answers those it likes
     */
    static Redis client(Vertx vertx, Consumer<NetSocket> connected, Answering answering) {
        NetServer server = vertx.createNetServer().connectHandler(socket -> {
            connected.accept(socket);
            socket.handler(bytes -> {
                List<String> lines = bytes.toString().lines().toList();
                for (int line = 0; line < lines.size(); line++) {
                    if (lines.get(line).equalsIgnoreCase("PING")) {
                        socket.write("+PONG\r\n");
                    }
                    answering.answer(socket, lines, line);
                }
            });
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        return Redis.createClient(
                vertx,
                new RedisOptions()
                        .setConnectionString("redis://127.0.0.1:" + server.actualPort())
                        .setProtocolNegotiation(false));
    }

    /** What is said to a line. */
    interface Answering {
        void answer(NetSocket socket, List<String> lines, int line);
    }
}
