package io.quotagate.provider;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out of the log how calls to vendors failed that nobody waits for any more, as another call or the time had ended
 * the fetch: that is told of the source. The framework takes them for errors of its own, and vendors could fill logs so.
 */
@LoggingFilter(name = "unheard-failures")
public final class UnheardFailures implements Filter {

    private static final String RECEIVER = "io.vertx.core.http.impl.HttpClientRequestImpl";

    @Override
    public boolean isLoggable(LogRecord logged) {
        Throwable thrown = logged.getThrown();
        return !(thrown instanceof ProviderException) && !isLateAnswer(thrown);
    }

    /** In Vert.x 4.5, that of a vendor which breaks its connection right behind the head of its answer. */
    private static boolean isLateAnswer(@Nullable Throwable thrown) {
        if (!(thrown instanceof IllegalStateException)) {
            return false;
        }
        StackTraceElement[] stack = thrown.getStackTrace();
        return stack.length > 1
                && stack[0].getMethodName().equals("complete")
                && stack[1].getClassName().equals(RECEIVER)
                && stack[1].getMethodName().equals("handleResponse");
    }
}
