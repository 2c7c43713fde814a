package io.quotagate.api;

import io.quotagate.aggregation.Report;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem; nothing of a stack trace or a framework's text goes out. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final RoutingContext context;

    ProblemMapper(RoutingContext context) {
        this.context = context;
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
        ProblemType type = switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL_ERROR;
        };
        String allow = exception.getResponse().getHeaderString("Allow");
        return answer(plain(type, status), allow == null ? Map.of() : Map.of("Allow", allow));
    }

    @ServerExceptionMapper
    Response bug(Throwable bug) {
        LOG.errorf(bug, "request %s failed", RequestIds.traceId(context));
        return answer(plain(ProblemType.INTERNAL_ERROR, 500), Map.of());
    }

    private Problem plain(ProblemType type, int status) {
        return new Problem(
                type.uri(),
                type.title(),
                status,
                type == ProblemType.NOT_FOUND
                        ? String.valueOf(ProblemException.notFound().getMessage())
                        : type.explanation(),
                RequestIds.traceId(context),
                null,
                null,
                null,
                null);
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
