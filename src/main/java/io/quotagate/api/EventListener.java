package io.quotagate.api;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A stream of events to one caller. Whoever does not take what is sent to it is cut, and goes on from its last event when
 * it comes again.
 *
 * @param loop to which the request belongs
 * @param lastEventId what the caller says that it has; empty where that is nothing
 */
record EventListener(HttpServerRequest request, Context loop, Pass pass, String lastEventId) {

    /** What may wait to be taken, beside the text that is sent last. */
    private static final int BACKLOG_BYTES = 256 << 10;

    /** Of each stream; proxies are to hand it on as it comes. */
    static final Map<String, String> HEADERS =
            Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store", "X-Accel-Buffering", "no");

    private static final String HELLO = "retry: 3000\n\n";
    private static final String HEARTBEAT = ":\n\n";

    /** The headers of a stream, and nothing yet that has happened. */
    void begin() {
        HttpServerResponse response = request.response();
        HEADERS.forEach(response::putHeader);
        response.setWriteQueueMaxSize(BACKLOG_BYTES);
        response.setChunked(true);
        write(HELLO);
    }

    /** Something to see that the stream is alive; whoever has more to take needs it not. */
    void beat() {
        loop.runOnContext(unused -> {
            if (!request.response().writeQueueFull()) {
                write(HEARTBEAT);
            }
        });
    }

    /** @param text of whole events */
    void send(String text) {
        if (!text.isEmpty()) {
            loop.runOnContext(unused -> write(text));
        }
    }

    /** Ends the stream as a stream ends; the caller may come again. */
    void end() {
        var unused = ended();
    }

    /** The same; completes when that has been sent, or cannot be. */
    CompletableFuture<Void> ended() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        loop.runOnContext(turn -> {
            if (isOver()) {
                ended.complete(null);
            } else {
                request.response().end().onComplete(sent -> ended.complete(null));
            }
        });
        return ended;
    }

    private void write(String text) {
        if (isOver()) {
            return;
        }
        if (request.response().writeQueueFull()) {
            cut();
            return;
        }
        var written = request.response().write(text);
    }

    /** Without waiting for what it does not take: on HTTP/1 the response would. */
    private void cut() {
        if (Http2Streams.isOne(request)) {
            var reset = request.response().reset(Http2Streams.CANCEL);
            return;
        }
        // In front of the server, which would send everything before.
        var closed = ((ConnectionBase) request.connection())
                .channel()
                .pipeline()
                .firstContext()
                .close();
    }

    private boolean isOver() {
        return request.response().ended() || request.response().closed();
    }
}
