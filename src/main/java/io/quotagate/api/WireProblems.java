package io.quotagate.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/** Writes problems where no resource is reached: what filters, the router and the HTTP server itself refuse. */
@Singleton
class WireProblems {

    private static final Logger LOG = Logger.getLogger(WireProblems.class);
    private static final int BEFORE_THE_FRAMEWORKS = -RequestIds.PRIORITY;
    private static final String NO_STORE = "no-store";

    private final ObjectMapper json;
    private final RequestIds ids;

    WireProblems(ObjectMapper json, RequestIds ids) {
        this.json = json;
        this.ids = ids;
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_FRAMEWORKS).failureHandler(this::failed);
    }

    /** Ends a request with a problem. */
    void answer(RoutingContext context, ProblemException exception) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        MultiMap headers = response.headers();
        exception.headers().forEach(headers::set);
        byte[] body = body(Problem.of(exception, RequestIds.traceId(context)));
        head(headers, body);
        response.setStatusCode(exception.status()).end(Buffer.buffer(body));
    }

    /**
     * A problem of a request that the HTTP server has not seen, or could not read.
     *
     * @param given headers of the request, as far as they were understood
     * @param answer is given all headers of the problem
     */
    byte[] early(ProblemException exception, MultiMap given, MultiMap answer) {
        ids.identify(given, answer);
        SecurityHeaders.put(answer);
        exception.headers().forEach(answer::set);
        byte[] body = body(Problem.of(exception, RequestIds.traceId(answer)));
        head(answer, body);
        return body;
    }

    /** What a bare answer of the HTTP server means. */
    static ProblemException bare(int status) {
        return status == 400
                ? ProblemException.of(
                        ProblemType.INVALID_REQUEST,
                        status,
                        "The request line, the path or query, a header or the length of the body cannot be read.")
                : ProblemException.ofStatus(status);
    }

    private static void head(MultiMap headers, byte[] body) {
        headers.set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
    }

    private byte[] body(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Nothing of the framework's own words goes out. */
    private void failed(RoutingContext context) {
        if (context.failure() instanceof SecurityException) {
            // Its mechanisms have challenges of their own.
            context.next();
            return;
        }
        int status = context.statusCode() > 0 ? context.statusCode() : 500;
        if (status >= 500) {
            // What fails after the server has ended a request by itself is no matter of anybody.
            LOG.logf(
                    context.response().ended() ? Level.DEBUG : Level.ERROR,
                    context.failure(),
                    "request %s failed",
                    RequestIds.traceId(context));
        }
        answer(context, ProblemException.ofStatus(status));
    }
}
