package io.quotagate.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quotagate.api.Problem.Invalid;
import io.quotagate.tenant.Tenants;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Answers requests whose path or query cannot even be decoded, which end before any resource or filter is reached. */
@ApplicationScoped
class MalformedUris {

    private final Tenants tenants;
    private final ObjectMapper json;

    MalformedUris(Tenants tenants, ObjectMapper json) {
        this.tenants = tenants;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.errorHandler(400, this::answer);
    }

    private void answer(RoutingContext context) {
        String path = String.valueOf(context.request().path());
        List<String> keys = context.request().headers().getAll(Authentication.API_KEY);
        boolean stranger = keys.size() != 1
                || tenants.caller(Authentication.utf8(keys.get(0))).isEmpty();
        ProblemException problem = Authentication.isProtected(path) && stranger
                ? ProblemException.unauthenticated()
                : ProblemException.invalid(
                        List.of(new Invalid("URL", "must be percent-encoded UTF-8 (RFC 3986 §2.1)")));
        context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", Problem.MEDIA_TYPE)
                .putHeader("Cache-Control", "no-store");
        problem.headers().forEach(context.response()::putHeader);
        context.end(body(problem, RequestIds.traceId(context)));
    }

    private String body(ProblemException problem, String traceId) {
        try {
            return json.writeValueAsString(Problem.of(problem, traceId));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is plain data", impossible);
        }
    }
}
