package io.quotagate.api;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * One span for each request, where somebody collects them; costs nothing where nobody does. It has the trace that the answer
 * names.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-server">Semantic conventions</a>
 */
@Singleton
class Tracing {

    private static final int BEFORE_THE_HOT_READS = RequestIds.PRIORITY + 300;
    private static final Pattern OF_A_TENANT =
            Pattern.compile("(/v1|/portal)/tenants/[^/]+(/quotas|/sources|/events|/quota-checks|/refreshes|/openapi|)");
    private static final Pattern OF_A_QUOTA = Pattern.compile("/v1/tenants/[^/]+/quotas/[^/]+");
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);
    private static final String OTHER = "_OTHER";
    private static final String SAMPLED = "01";
    private static final String NOT_SAMPLED = "00";

    private static final TextMapGetter<MultiMap> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(MultiMap headers) {
            return headers.names();
        }

        @Override
        public @Nullable String get(@Nullable MultiMap headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    };

    private final Tracer tracer;
    private final boolean off;

    Tracing(Tracer tracer, @ConfigProperty(name = TracingSwitch.OFF) boolean off) {
        this.tracer = tracer;
        this.off = off;
    }

    void register(@Observes Filters filters) {
        if (!off) {
            filters.register(this::handle, BEFORE_THE_HOT_READS);
        }
    }

    @SuppressWarnings(
            "MustBeClosedChecker") // Belongs to the request, and goes with it: there is nothing to go back to.
    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String route = route(request.path());
        String method = method(request.method());
        Context given = given(request.headers());
        Span span = tracer.spanBuilder((method.equals(OTHER) ? "HTTP" : method) + " " + route)
                .setParent(given)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("http.route", route)
                .startSpan();
        if (!Span.fromContext(given).getSpanContext().isValid()) {
            // What is made up for the answer where there is none is the span's then.
            request.headers().set(RequestIds.TRACEPARENT, traceParent(span.getSpanContext()));
        }
        context.addEndHandler(ended -> end(span, context.response().getStatusCode()));
        Scope unused = given.with(span).makeCurrent();
        context.next();
    }

    /** The caller's trace where the answer names it, too. */
    private static Context given(MultiMap headers) {
        String parent = headers.get(RequestIds.TRACEPARENT);
        return parent != null && RequestIds.isTraceParent(parent)
                ? W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS)
                : Context.root();
    }

    private static void end(Span span, int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static String traceParent(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + (span.isSampled() ? SAMPLED : NOT_SAMPLED);
    }

    /** Whoever makes methods up makes no new names. */
    static String method(HttpMethod method) {
        return METHODS.contains(method) ? method.name() : OTHER;
    }

    /** What is not known by name is shown by nothing of its own: there is no end of it. */
    static String route(@Nullable String path) {
        if (path == null) {
            return "*";
        }
        var tenant = OF_A_TENANT.matcher(path);
        if (tenant.matches()) {
            return tenant.group(1) + "/tenants/{tenantId}" + tenant.group(2);
        }
        if (OF_A_QUOTA.matcher(path).matches()) {
            return "/v1/tenants/{tenantId}/quotas/{quotaId}";
        }
        return switch (path) {
            case "/", "/docs", "/openapi", "/v1/tenants", "/v1/providers" -> path;
            default -> path.startsWith("/problems/") ? "/problems/{type}" : "*";
        };
    }
}
