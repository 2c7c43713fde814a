package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before a resource is reached, and in which words. */
@QuarkusTest
class RequestLimitsTest {

    private static final String STRANGER = "Host: gateway\r\nConnection: close\r\n";
    private static final String CALLER = STRANGER + "X-API-Key: sandbox\r\n";
    private static final String REPORT = "GET /v1/tenants/sandbox/quotas";
    private static final String REFRESH =
            "POST /v1/tenants/sandbox/refreshes HTTP/1.1\r\nContent-Type: application/json\r\n";

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private static String get(String target, String headers) {
        return "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n";
    }

    private static String chunked(int size) {
        return "Transfer-Encoding: chunked\r\n" + CALLER + "\r\n" + Integer.toHexString(size) + "\r\n"
                + " ".repeat(size) + "\r\n0\r\n\r\n";
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("long path", get("/" + "a".repeat(9_000), CALLER), 414, "request-too-large"),
                arguments("long query", get("/v1/tenants?a=" + "a".repeat(9_000), CALLER), 414, "request-too-large"),
                arguments(
                        "large header",
                        get("/", "X: " + "a".repeat(30_000) + "\r\n" + CALLER),
                        431,
                        "request-too-large"),
                arguments("many headers", get("/v1/tenants", "X: a\r\n".repeat(98) + CALLER), 431, "request-too-large"),
                arguments(
                        "large body",
                        REFRESH + "Content-Length: 131073\r\n" + CALLER + "\r\n",
                        413,
                        "request-too-large"),
                arguments("large chunk", REFRESH + chunked(131_073), 413, "request-too-large"),
                arguments(
                        "large body for the sandbox",
                        "POST /sandbox/koodrive/faults HTTP/1.1\r\n" + chunked(66_000),
                        413,
                        "request-too-large"),
                arguments(
                        "length beyond int64",
                        REFRESH + "Content-Length: 99999999999999999999\r\n" + CALLER + "\r\n",
                        400,
                        "invalid-request"),
                arguments("broken length", REFRESH + "Content-Length: x\r\n" + CALLER + "\r\n", 400, "invalid-request"),
                arguments(
                        "broken chunk",
                        REFRESH + "Transfer-Encoding: chunked\r\n" + CALLER + "\r\nzz\r\n",
                        400,
                        "invalid-request"),
                arguments("broken escape", get("/v1/tenants/%zz/quotas", CALLER), 400, "invalid-request"),
                arguments("broken query", get("/v1/tenants/sandbox/quotas?metric=%", CALLER), 400, "invalid-request"),
                arguments("bare bar", get("/v1/tenants/sandbox/quotas?metric=a|b", CALLER), 400, "invalid-request"),
                arguments("no path", get("v1", CALLER), 404, "not-found"),
                arguments("no host", "GET /v1/tenants HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "invalid-request"),
                arguments("no HTTP", "hello\r\n\r\n", 400, "invalid-request"),
                arguments("broken upgrade", get("/v1/tenants", "Upgrade: h2c\r\n" + CALLER), 400, "invalid-request"),
                arguments(
                        "broken media type",
                        "POST /v1/tenants/sandbox/refreshes HTTP/1.1\r\nContent-Type: ;;\r\nContent-Length: 2\r\n"
                                + CALLER + "\r\n{}",
                        400,
                        "invalid-request"),
                arguments(
                        "unknown method", "BREW /v1/tenants HTTP/1.1\r\n" + CALLER + "\r\n", 405, "method-not-allowed"),
                arguments("trace", "TRACE /v1/tenants HTTP/1.1\r\n" + CALLER + "\r\n", 405, "method-not-allowed"),
                arguments("tunnel", "CONNECT gateway:443 HTTP/1.1\r\n" + CALLER + "\r\n", 404, "not-found"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusalIsAProblem(String name, String request, int status, String type) {
        String answer = RawHttp.send(gateway, request);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
                .containsIgnoringCase("\r\nx-content-type-options: nosniff\r\n")
                .containsIgnoringCase("\r\ncontent-security-policy: default-src 'none'")
                .containsIgnoringCase("\r\ncache-control: no-store\r\n")
                .containsIgnoringCase("\r\nx-request-id: ")
                .containsPattern("\"traceId\":\"[0-9a-f]{32}\"")
                .contains("\"type\":\"/problems/" + type + "\"", "\"status\":" + status)
                .doesNotContainIgnoringCase("quarkus")
                .doesNotContainIgnoringCase("vert.x")
                .doesNotContainIgnoringCase("netty")
                .doesNotContainIgnoringCase("resteasy")
                .doesNotContainIgnoringCase("jackson")
                .doesNotContainIgnoringCase("java")
                .doesNotContainIgnoringCase("\r\nserver:");
    }

    @Test
    void requestThatIsRefusedByTheServerKeepsItsIds() {
        String ids = "X-Request-Id: mine\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n";

        assertThat(RawHttp.send(gateway, get("/%", ids + STRANGER)))
                .containsIgnoringCase("\r\nx-request-id: mine\r\n")
                .contains("\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"");
    }

    @Test
    void refusalOfAHeadRequestHasNoBody() {
        assertThat(RawHttp.send(gateway, "HEAD /% HTTP/1.1\r\n" + STRANGER + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n\r\n");
    }

    /** Counts what is logged as an error. */
    private static final class Errors extends Handler {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() > Level.WARNING.intValue()) {
                var unused = count.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void bodyThatIsTooLargeIsNoErrorInTheLog() {
        Errors errors = new Errors();
        Logger root = Logger.getLogger("");
        root.addHandler(errors);

        String answer = RawHttp.send(gateway, REFRESH + chunked(200_000));

        root.removeHandler(errors);
        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertThat(errors.count).hasValue(0);
    }

    @Test
    void requestAfterOneThatWasAnsweredIsTaken() {
        String two = get("/problems/not-found", "Host: gateway\r\n") + get("/%", STRANGER);

        assertThat(RawHttp.send(gateway, two)).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 400 ", "traceId");
    }

    @Test
    void asManyAsAllowedAreTaken() {
        String headers = "X: a\r\n".repeat(97) + CALLER;

        assertThat(RawHttp.send(gateway, get("/v1/tenants", headers))).startsWith("HTTP/1.1 200 ");
        assertThat(RawHttp.send(
                        gateway, REPORT + "?" + "metric=a&".repeat(99) + "metric=a HTTP/1.1\r\n" + CALLER + "\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void parameterWithTooManyValuesIsNamed() {
        String many = "provider=zstack&" + "metric=a&m%65tric=a&".repeat(51);

        assertThat(RawHttp.send(gateway, REPORT + "?" + many + " HTTP/1.1\r\n" + CALLER + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("{\"name\":\"metric\",\"detail\":\"must have at most 100 values\"}");
    }

    @Test
    void moreThanAThousandParametersAreNotLookedAt() {
        String many = "?" + "a&".repeat(1_001);

        assertThat(RawHttp.send(gateway, REPORT + many + " HTTP/1.1\r\n" + CALLER + "\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("{\"name\":\"query\",\"detail\":\"must have at most 1000 parameters\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/tenants/x/quotas?", "OPTIONS /v1/tenants/x/quotas?", "OPTIONS /v1/nothing?"})
    void strangerHearsOfNoRule(String request) {
        assertThat(RawHttp.send(gateway, request + "a&".repeat(1_001) + " HTTP/1.1\r\n" + STRANGER + "\r\n"))
                .startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/tenants/sandbox/quotas: GET, HEAD, OPTIONS",
                "/v1/tenants/sandbox/quotas/drive:users:organization: GET, HEAD, OPTIONS",
                "/v1/tenants/sandbox/sources: GET, HEAD, OPTIONS",
                "/v1/tenants/sandbox/refreshes: OPTIONS, POST",
                "/v1/tenants: GET, HEAD, OPTIONS",
                "/v1/providers: GET, HEAD, OPTIONS",
                "/problems/not-found: GET, HEAD, OPTIONS"
            })
    void methodThatIsNotAllowedHearsWhichAre(String allowed) {
        int end = allowed.lastIndexOf(": ");
        String path = allowed.substring(0, end);

        assertThat(RawHttp.send(gateway, "DELETE " + path + " HTTP/1.1\r\n" + CALLER + "\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: " + allowed.substring(end + 2) + "\r\n");
    }

    @Test
    void optionsAreThoseOfThePath() {
        assertThat(RawHttp.send(gateway, "OPTIONS /v1/tenants/sandbox/refreshes HTTP/1.1\r\n" + CALLER + "\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .contains("\r\nAllow: OPTIONS, POST\r\n");
        assertThat(RawHttp.send(gateway, "OPTIONS /v1/nothing HTTP/1.1\r\n" + CALLER + "\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void requestAfterTheEndOfAConnectionIsNotTaken() {
        String two =
                get("/v1/tenants", "X: a\r\n".repeat(101) + "Host: gateway\r\n") + get("/problems/not-found", STRANGER);

        assertThat(RawHttp.send(gateway, two)).startsWith("HTTP/1.1 431 ").containsOnlyOnce("HTTP/1.1");
    }
}
