package io.quotagate.api;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses requests with more headers or a larger body than anybody needs, before anything is done for them. */
@Singleton
class RequestLimits {

    private static final int AFTER_THE_IDS = RequestIds.PRIORITY - 100;

    private final RequestConfig config;
    private final long largestBody;
    private final WireProblems problems;

    RequestLimits(RequestConfig config, VertxHttpConfig http, WireProblems problems) {
        this.config = config;
        this.largestBody = largestBody(http);
        this.problems = problems;
    }

    /** In bytes. */
    static long largestBody(VertxHttpConfig http) {
        return http.limits().maxBodySize().map(size -> size.asLongValue()).orElse(Long.MAX_VALUE);
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, AFTER_THE_IDS);
    }

    private void handle(RoutingContext context) {
        Optional<ProblemException> refusal = refusal(context.request());
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        if (!Http2Streams.isOne(request)) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        problems.answer(context, refusal.get());
        // Ended at once, the rest of what it sends would be met with a reset, and the answer be lost.
        request.resume();
        var unused = context.vertx().setTimer(CallerExchange.LINGER.toMillis(), timer -> end(request));
    }

    private static void end(HttpServerRequest request) {
        if (Http2Streams.isOne(request)) {
            // With no error; and not at all where the request has ended by now.
            var unused = request.response().reset();
        } else {
            var unused = request.connection().close();
        }
    }

    private Optional<ProblemException> refusal(HttpServerRequest request) {
        if (request.headers().entries().size() > config.headers()) {
            return Optional.of(ProblemException.tooManyHeaders(config.headers()));
        }
        if (length(request.headers().get(HttpHeaders.CONTENT_LENGTH)) > largestBody) {
            return Optional.of(ProblemException.bodyTooLarge(largestBody));
        }
        return Optional.empty();
    }

    /** The server has refused what is no number by now, but not all that is too long for one. */
    static long length(@Nullable String given) {
        try {
            return given == null ? 0 : Long.parseLong(given);
        } catch (NumberFormatException tooLong) {
            return Long.MAX_VALUE;
        }
    }
}
