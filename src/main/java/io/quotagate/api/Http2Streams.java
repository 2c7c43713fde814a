package io.quotagate.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Requests that share a connection of HTTP/2: what is wrong with one must not be felt by the others. */
@Singleton
class Http2Streams {

    private static final int AFTER_THE_IDS = RequestIds.PRIORITY - 40;

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-7">RFC 9113, section 7</a> */
    private static final long CANCEL = 8;

    private final Vertx vertx;
    private final long patienceMillis;

    Http2Streams(Vertx vertx, ConnectionConfig config) {
        this.vertx = vertx;
        this.patienceMillis = config.slow().toMillis();
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, AFTER_THE_IDS);
    }

    /** True where other requests may be under way on the same connection. */
    static boolean isOne(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2;
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isOne(request)) {
            long patience = vertx.setTimer(patienceMillis, timer -> cutOff(request));
            context.addEndHandler(ended -> {
                if (request.isEnded()) {
                    var unused = vertx.cancelTimer(patience);
                }
            });
            // The server sets it where a body without a length grows too large: no answer to clients, but an error.
            context.addHeadersEndHandler(head -> context.response().headers().remove(HttpHeaders.CONNECTION));
        }
        context.next();
    }

    private static void cutOff(HttpServerRequest request) {
        if (!request.isEnded()) {
            var unused = request.response().ended()
                    ? request.response().reset()
                    : request.response().reset(CANCEL);
        }
    }
}
