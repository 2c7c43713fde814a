package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnheardFailuresTest {

    private final UnheardFailures filter = new UnheardFailures();

    private boolean isLogged(@Nullable Throwable thrown) {
        LogRecord logged = new LogRecord(Level.SEVERE, "an error of the framework's");
        logged.setThrown(thrown);
        return filter.isLoggable(logged);
    }

    private static Throwable thrownAt(StackTraceElement... stack) {
        IllegalStateException thrown = new IllegalStateException("Result is already complete");
        thrown.setStackTrace(stack);
        return thrown;
    }

    private static StackTraceElement at(String type, String method) {
        return new StackTraceElement(type, method, "Any.java", 1);
    }

    @Test
    void answerToACallThatHasFailedIsNotLogged() {
        Throwable late = thrownAt(
                at("io.vertx.core.Promise", "complete"),
                at("io.vertx.core.http.impl.HttpClientRequestImpl", "handleResponse"));

        assertThat(isLogged(late)).isFalse();
    }

    @Test
    void failureOfAVendorThatNobodyWaitsForIsNotLogged() {
        assertThat(isLogged(ProviderException.violation("too late"))).isFalse();
    }

    @Test
    void everythingElseIsLogged() {
        assertThat(isLogged(null)).isTrue();
        assertThat(isLogged(new IllegalArgumentException())).isTrue();
        assertThat(isLogged(thrownAt())).isTrue();
        assertThat(isLogged(thrownAt(
                        at("io.vertx.core.Promise", "complete"), at("io.quotagate.provider.VendorHttp", "answer"))))
                .isTrue();
    }
}
