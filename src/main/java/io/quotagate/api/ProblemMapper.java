package io.quotagate.api;

import io.quotagate.aggregation.Report;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem; nothing of a stack trace or a framework's text goes out. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final RoutingContext context;
    private final AllowedMethods methods;

    ProblemMapper(RoutingContext context, AllowedMethods methods) {
        this.context = context;
        this.methods = methods;
    }

    @ServerExceptionMapper
    Response problem(ProblemException exception) {
        Problem problem = Problem.of(exception, RequestIds.traceId(context));
        return answer(problem, exception.headers());
    }

    @ServerExceptionMapper
    Response unusable(UnusableReport exception) {
        ProblemType type = ProblemType.SOURCES_UNUSABLE;
        Report report = exception.report();
        Problem problem = new Problem(
                type.uri(),
                type.title(),
                exception.status(),
                String.valueOf(exception.getMessage()),
                RequestIds.traceId(context),
                null,
                report.tenant(),
                false,
                SourceJson.of(report));
        return answer(problem, exception.headers());
    }

    /** What the framework refuses before a resource is reached. */
    @ServerExceptionMapper
    Response refused(WebApplicationException exception) {
        int status = exception.getResponse().getStatus();
        return answer(plain(status), status == 405 ? Map.of("Allow", allowed()) : Map.of());
    }

    @ServerExceptionMapper
    Response bug(Throwable bug) {
        // The server ends a request whose body grows too large by itself, and the reading of it with an exception.
        LOG.logf(
                context.response().ended() ? Level.DEBUG : Level.ERROR,
                bug,
                "request %s failed",
                RequestIds.traceId(context));
        return answer(plain(500), Map.of());
    }

    private String allowed() {
        return methods.of(String.valueOf(context.request().path())).orElse(AllowedMethods.OF_A_PAGE);
    }

    private Problem plain(int status) {
        return Problem.of(ProblemException.ofStatus(status), RequestIds.traceId(context));
    }

    private static Response answer(Problem problem, Map<String, String> headers) {
        Response.ResponseBuilder answer = Response.status(problem.status())
                .entity(problem)
                .type(MediaType.valueOf(Problem.MEDIA_TYPE))
                .header("Cache-Control", "no-store");
        headers.forEach(answer::header);
        return answer.build();
    }
}
