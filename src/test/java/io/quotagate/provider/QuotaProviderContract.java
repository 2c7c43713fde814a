package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every vendor's adapter must do, over real HTTP to a vendor that misbehaves. */
public abstract class QuotaProviderContract {

    protected final VendorStub vendor = VendorStub.answering(this::healthy);

    protected abstract QuotaProvider provider();

    /** A connection to the stub at this base URL, with secrets that contain {@code s3cr3t}. */
    protected abstract Connection connection(String url);

    /** The documented answers, to logins and data calls alike. */
    protected abstract Reply healthy(Request request);

    /** True for the calls that bring numbers. */
    protected abstract boolean isDataCall(Request request);

    /** How the vendor refuses a credential, to a login or to a data call. */
    protected abstract Reply refused(Request request);

    /** Bodies that a data call must not take; fewer where the vendor's answer may be as empty as some of these. */
    protected List<String> notTheDocumentedJson() {
        return List.of("", "<html>hello</html>", "{", "[]", "{}", "null", "42", "{\"data\":1}", "\ufeff{}");
    }

    @AfterEach
    void stopVendor() {
        vendor.close();
    }

    @CanIgnoreReturnValue
    protected final Observation observe() {
        return observe(connection(vendor.url()));
    }

    @CanIgnoreReturnValue
    protected final Observation observe(Connection connection) {
        return provider().fetch(connection, TestConnections.soon()).await().atMost(Duration.ofSeconds(10));
    }

    protected final ProviderException failure(Connection connection) {
        return provider()
                .fetch(connection, TestConnections.soon())
                .map(observation -> new ProviderException(Reason.PENDING, "was answered"))
                .onFailure()
                .recoverWithItem(failure -> failure instanceof ProviderException exception
                        ? exception
                        : new ProviderException(Reason.PENDING, "a bug: " + failure))
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    /** The failure of a fetch in which each data call is answered so. */
    protected final ProviderException failureOf(Reply reply) {
        vendor.answer(request -> isDataCall(request) ? reply : healthy(request));
        return failure(connection(vendor.url()));
    }

    protected final void answerData(Function<Request, Reply> script) {
        vendor.answer(request -> isDataCall(request) ? script.apply(request) : healthy(request));
    }

    @Test
    void documentedAnswerBringsQuotas() {
        Observation observation = observe();

        assertThat(observation.quotas()).isNotEmpty();
        assertThat(observation.shortfall()).isEmpty();
        assertThat(observation.undocumented()).isEqualTo(Undocumented.NONE);
    }

    @Test
    void memberThatIsNotDocumentedIsToldAndHindersNothing() {
        Observation documented = observe();
        answerData(request -> {
            Reply healthy = healthy(request);
            return Reply.of(
                    healthy.status(),
                    new String(healthy.body(), StandardCharsets.UTF_8)
                            .replaceFirst("\\{", "{\"unheardOf\":{\"left\":1},"));
        });

        Observation observation = observe();

        assertThat(observation.undocumented().unknown()).hasSize(1);
        assertThat(observation.undocumented().retyped()).isEmpty();
        assertThat(observation.quotas()).isEqualTo(documented.quotas());
    }

    @Test
    void everyReportedMetricStandsInTheCatalogue() {
        Observation observation = observe();

        assertThat(observation.quotas())
                .allMatch(quota -> provider().catalogue().mayReport(quota.metric()));
    }

    @Test
    void refusedCredentialIsUnauthorized() {
        vendor.answer(this::refused);

        assertThat(failure(connection(vendor.url())).reason()).isEqualTo(Reason.UNAUTHORIZED);
    }

    @Test
    void throttledCallIsRateLimitedAndSaysForHowLong() {
        ProviderException failure = failureOf(Reply.of(429, "{}").with("Retry-After", "7"));

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void vendorsFaultIsUnavailable() {
        for (int status : List.of(500, 502, 503, 504)) {
            ProviderException failure = failureOf(Reply.of(status, "<html>down</html>"));

            assertThat(failure.reason()).as("status %d", status).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.isOfEndpoint()).isTrue();
            assertThat(failure.isRepeatable()).isTrue();
        }
    }

    @Test
    void vendorThatIsNotThereIsUnavailable() {
        Connection connection = connection(vendor.url());
        vendor.close();

        ProviderException failure = failure(connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure.isOfEndpoint()).isTrue();
    }

    @Test
    void whatTheVendorAnswersToOneAloneIsNotOfItsAddress() {
        for (Reply reply : List.of(Reply.of(401, "{}"), Reply.of(404, "{}"), Reply.of(429, "{}"), Reply.json("{"))) {
            ProviderException failure = failureOf(reply);

            assertThat(failure.isOfEndpoint()).as(failure.detail()).isFalse();
            assertThat(failure.isRepeatable()).as(failure.detail()).isFalse();
        }
    }

    @Test
    void answerThatIsNotTheDocumentedJsonIsAContractViolation() {
        for (String body : notTheDocumentedJson()) {
            assertThat(failureOf(Reply.json(body)).reason()).as(body).isEqualTo(Reason.CONTRACT_VIOLATION);
        }
    }

    @Test
    void answerThatIsTooLargeIsAContractViolation() {
        String huge = "{\"x\":\"" + "a".repeat(3 << 20) + "\"}";

        ProviderException failure = failureOf(Reply.json(huge));

        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(failure.detail()).contains("larger than");
    }

    @Test
    void vendorThatNeverAnswersIsATimeout() {
        assertThat(failureOf(Reply.never()).reason()).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void redirectIsAContractViolationAndIsNotFollowed() {
        try (VendorStub elsewhere = VendorStub.answering(this::healthy)) {
            ProviderException failure = failureOf(Reply.of(302, "").with("Location", elsewhere.url() + "/anywhere"));

            assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void addressThatIsNotAllowedIsForbiddenAndNotCalled() {
        Connection connection = connection(vendor.url().replace("127.0.0.1", "localhost"));

        assertThat(failure(connection).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void vendorsTextAndOurSecretsAreNotInTheMessage() {
        String echo = "{\"code\":\"<b>s3cr3t</b>\",\"message\":\"s3cr3t echoed\",\"msg\":\"s3cr3t echoed\"}";
        for (int status : List.of(200, 400, 401, 403, 404, 500, 503)) {
            ProviderException failure = failureOf(Reply.of(status, echo));

            assertThat(failure.detail() + failure.vendorCode() + failure.vendorRequestId())
                    .doesNotContain("s3cr3t")
                    .doesNotContain("echoed");
        }
    }
}
