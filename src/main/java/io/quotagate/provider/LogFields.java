package io.quotagate.provider;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/** Says of a line of the log which connection and trace it is about, in fields for those who read it by machine. */
public final class LogFields {

    private static final String TENANT = "tenant";
    private static final String CONNECTION = "connection";
    private static final String TRACE = "traceId";
    private static final String SPAN = "spanId";

    private LogFields() {}

    /** Has the lines that this logs say so. */
    public static void about(ConnectionKey connection, Runnable logs) {
        MDC.put(TENANT, connection.tenant());
        MDC.put(CONNECTION, connection.connection());
        try {
            logs.run();
        } finally {
            MDC.remove(TENANT);
            MDC.remove(CONNECTION);
        }
    }

    /** The same, of what is a part of a trace. */
    public static void about(ConnectionKey connection, Context trace, Runnable logs) {
        SpanContext span = Span.fromContext(trace).getSpanContext();
        if (!span.isValid()) {
            about(connection, logs);
            return;
        }
        Object traceBefore = MDC.get(TRACE);
        Object spanBefore = MDC.get(SPAN);
        MDC.put(TRACE, span.getTraceId());
        MDC.put(SPAN, span.getSpanId());
        try {
            about(connection, logs);
        } finally {
            restore(TRACE, traceBefore);
            restore(SPAN, spanBefore);
        }
    }

    private static void restore(String field, @Nullable Object before) {
        if (before == null) {
            MDC.remove(field);
        } else {
            MDC.put(field, before);
        }
    }
}
