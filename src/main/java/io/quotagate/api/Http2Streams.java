package io.quotagate.api;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/** Requests that share a connection of HTTP/2: one that is too slow ends, and the others go on. */
@Singleton
class Http2Streams {

    private static final int AFTER_THE_IDS = RequestIds.PRIORITY - 40;
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-7">RFC 9113, section 7</a> */
    static final long CANCEL = 8;

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
            // The server sets it where a body without a length grows too large: no answer to clients, but an error.
            context.addHeadersEndHandler(head -> context.response().headers().remove(HttpHeaders.CONNECTION));
            if (!WITHOUT_BODY.contains(request.method())) {
                long patience = vertx.setTimer(patienceMillis, timer -> cutOff(request));
                context.addEndHandler(ended -> vertx.cancelTimer(patience));
            }
        }
        context.next();
    }

    private static void cutOff(HttpServerRequest request) {
        if (!hasArrived(request)) {
            var unused = request.response().reset(CANCEL);
        }
    }

    /** The request itself does not know while its body is not read, be it that all of it has come. */
    private static boolean hasArrived(HttpServerRequest request) {
        Http2ConnectionHandler http2 =
                ((ConnectionBase) request.connection()).channel().pipeline().get(Http2ConnectionHandler.class);
        Http2Stream stream = http2 == null
                ? null
                : http2.connection().stream(request.response().streamId());
        return stream == null || !stream.state().remoteSideOpen();
    }
}
