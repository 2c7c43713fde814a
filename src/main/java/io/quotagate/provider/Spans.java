package io.quotagate.provider;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What traces tell of fetches: one span for each fetch and one for each call to a vendor. Neither has a URL, a header or a
 * text of the vendor: those may be secrets.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic conventions for HTTP spans</a>
 */
@Singleton
public class Spans {

    private final Tracer tracer;

    /** @param off nobody collects them: then there are none, rather than some that lead nowhere */
    Spans(Tracer tracer, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this.tracer = off ? TracerProvider.noop().get("") : tracer;
    }

    /** Begins the span of a fetch. */
    public Span fetch(Connection connection, Context parent) {
        return about(
                        connection,
                        tracer.spanBuilder("fetch " + connection.provider()).setParent(parent))
                .startSpan();
    }

    /**
     * Begins the span of a call.
     *
     * @param name of what is called, in the words of the vendor's documentation
     */
    Span call(Connection connection, String name, Context fetch) {
        Endpoint endpoint = connection.endpoint();
        return about(connection, tracer.spanBuilder(connection.provider() + " " + name))
                .setParent(fetch)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("quotagate.vendor.call", name)
                .setAttribute("server.address", String.valueOf(endpoint.url().getHost()))
                .startSpan();
    }

    private static SpanBuilder about(Connection connection, SpanBuilder span) {
        return span.setAttribute("quotagate.tenant", connection.key().tenant())
                .setAttribute("quotagate.connection", connection.id())
                .setAttribute("quotagate.provider", connection.provider());
    }

    /** Says of a span why what it is about failed. */
    public static void fail(Span span, Throwable failure) {
        String why = failure instanceof ProviderException exception
                ? exception.reason().name().toLowerCase(Locale.ROOT)
                : failure.getClass().getName();
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", why);
    }
}
