package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that lets the pages of a portal read it. */
@QuarkusTest
@TestProfile(BehindAProxy.class)
class CrossOriginTest {

    private static final String PORTAL = "Origin: https://portal.example\r\n";

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private String ask(String request, String headers) {
        return RawHttp.send(
                gateway, request + " HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n" + headers + "\r\n");
    }

    private String report(String headers) {
        return ask("GET /v1/tenants/sandbox/quotas", "X-API-Key: sandbox\r\n" + headers);
    }

    @Test
    void pageOfThePortalReadsWhatIsInTheHeaders() {
        assertThat(report(PORTAL))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("\r\naccess-control-allow-origin: https://portal.example\r\n")
                .containsIgnoringCase("\r\naccess-control-allow-credentials: false\r\n")
                .containsPattern("(?i)access-control-expose-headers: [^\r]*ETag[^\r]*RateLimit,[^\r]*X-Request-Id")
                .containsIgnoringCase("\r\nvary: Origin\r\n");
    }

    @Test
    void hotReadLeaksNoOriginToAnother() {
        String first = report(PORTAL);
        String second = report(PORTAL);
        String other = report("Origin: https://a.pages.example\r\n");
        String none = report("");

        assertThat(first).containsIgnoringCase("access-control-allow-origin: https://portal.example");
        assertThat(second).containsIgnoringCase("access-control-allow-origin: https://portal.example");
        assertThat(other)
                .containsIgnoringCase("access-control-allow-origin: https://a.pages.example")
                .doesNotContain("portal.example");
        assertThat(none).contains("Cache-Status: quotagate; hit").doesNotContainIgnoringCase("access-control-");
        assertThat(none).containsIgnoringCase("\r\nvary: Origin\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://portal.example",
                "https://portal.example.evil",
                "https://portal.example:8443",
                "https://a.pages.example.evil",
                "null",
                "http://gateway"
            })
    void pageOfAnyOtherOriginIsAnsweredButMayNotRead(String origin) {
        String answer = report("Origin: " + origin + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContainIgnoringCase("access-control-");
    }

    @Test
    void errorsMayBeReadToo() {
        assertThat(ask("GET /v1/tenants/sandbox/quotas", PORTAL))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("access-control-allow-origin: https://portal.example")
                .contains("/problems/authentication-required");
    }

    @Test
    void preflightNeedsNoCredentials() {
        String wish =
                "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-api-key, content-type\r\n";

        assertThat(ask("OPTIONS /v1/tenants/sandbox/refreshes", PORTAL + wish))
                .startsWith("HTTP/1.1 200 ")
                .containsIgnoringCase("access-control-allow-origin: https://portal.example")
                .containsIgnoringCase("access-control-allow-methods: POST")
                .containsIgnoringCase("access-control-allow-headers: x-api-key, content-type")
                .containsIgnoringCase("access-control-max-age: 600")
                .containsIgnoringCase("x-content-type-options: nosniff");
        assertThat(ask("OPTIONS /v1/tenants/sandbox/refreshes", "Origin: https://evil.example\r\n" + wish))
                .startsWith("HTTP/1.1 401 ")
                .doesNotContainIgnoringCase("access-control-");
    }

    @Test
    void whoCameOverTlsIsToldToStayThere() {
        String told = "\r\nStrict-Transport-Security: max-age=31536000\r\n";

        assertThat(report("X-Forwarded-Proto: https\r\n")).contains(told);
        assertThat(report("X-Forwarded-Proto: https\r\n"))
                .contains("quotagate; hit")
                .contains(told);
        assertThat(report("X-Forwarded-Proto: http\r\n")).doesNotContain("Strict-Transport-Security");
    }
}
