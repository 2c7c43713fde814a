package io.quotagate.sandbox;

import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Puts a reply on the wire: whole, or as a fault of the transport wants it. */
final class Wire {

    /** 16 MiB, in pieces of 64 KiB. */
    static final int HUGE_PIECES = 256;

    private static final String PIECE = " ".repeat(65_536);
    private static final long DRIP_MILLIS = 100;

    private final Vertx vertx;

    Wire(Vertx vertx) {
        this.vertx = vertx;
    }

    void send(HttpServerRequest request, Reply reply, Fault fault) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        switch (fault) {
            case TIMEOUT -> {}
            case RESET -> reset(request.connection());
            case DRIP -> drip(head(response, reply), Buffer.buffer(reply.body()));
            case HUGE -> flood(head(response, reply).setChunked(true), reply, HUGE_PIECES);
            case NONE, UNAVAILABLE, THROTTLED, UNAUTHORIZED, GARBAGE, TRUNCATED, EMPTY, REDIRECT, WRONG ->
                head(response, reply).end(reply.body());
        }
    }

    private static HttpServerResponse head(HttpServerResponse response, Reply reply) {
        reply.headers().forEach(response::putHeader);
        return response.setStatusCode(reply.status());
    }

    /** Closing sends FIN, which looks like an answer cut short; not lingering sends RST. */
    private static void reset(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        connection.close();
    }

    private void drip(HttpServerResponse response, Buffer body) {
        response.putHeader("Content-Length", String.valueOf(body.length()));
        int[] sent = {0};
        vertx.setPeriodic(DRIP_MILLIS, timer -> {
            if (response.closed()) {
                vertx.cancelTimer(timer);
                return;
            }
            if (sent[0] == body.length()) {
                vertx.cancelTimer(timer);
                response.end();
                return;
            }
            response.write(body.slice(sent[0], ++sent[0]));
        });
    }

    /** White space before the body is legal JSON: the answer is right, only too much. */
    private static void flood(HttpServerResponse response, Reply reply, int pieces) {
        int left = pieces;
        while (left > 0 && !response.closed() && !response.writeQueueFull()) {
            response.write(PIECE);
            left--;
        }
        if (response.closed()) {
            return;
        }
        if (left == 0) {
            response.end(reply.body());
            return;
        }
        int rest = left;
        response.drainHandler(drained -> flood(response, reply, rest));
    }
}
