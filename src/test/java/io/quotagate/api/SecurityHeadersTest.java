package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SecurityHeadersTest {

    private static final String PROTECTED = "X-Content-Type-Options: nosniff\r\n"
            + "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
            + "Referrer-Policy: no-referrer\r\n";

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    private static String ask(URI server, String request) {
        return RawHttp.send(
                server,
                request
                        + " HTTP/1.1\r\nHost: gateway\r\nX-API-Key: sandbox\r\nOrigin: https://elsewhere\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/tenants/sandbox/quotas",
                "HEAD /v1/tenants/sandbox/quotas",
                "GET /v1/tenants/sandbox/quotas?metric=",
                "GET /v1/tenants/other/quotas",
                "GET /v1/nothing",
                "GET /nothing",
                "GET /nothing.html",
                "DELETE /v1/tenants",
                "OPTIONS /v1/tenants",
                "GET /openapi",
                "GET /problems/not-found",
                "GET /problems/nothing",
                "GET /sandbox/koodrive/faults",
                "GET /sandbox/koodrive/nothing",
                "GET /sandbox/nothing"
            })
    void everyAnswerIsProtectedAndNamesNoSoftware(String request) {
        String answer = ask(gateway, request);

        String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        assertThat(head)
                .contains(PROTECTED)
                .doesNotContain("Strict-Transport-Security")
                .doesNotContainIgnoringCase("access-control-")
                .doesNotContainIgnoringCase("\r\nserver:")
                .doesNotContainIgnoringCase("x-powered-by");
        assertThat(answer)
                .doesNotContainIgnoringCase("quarkus")
                .doesNotContainIgnoringCase("vert.x")
                .doesNotContainIgnoringCase("resteasy")
                .doesNotContainIgnoringCase("jackson")
                .doesNotContain("Java");
    }

    @Test
    void hotReadIsProtectedAsWell() {
        String hot =
                "GET /v1/tenants/sandbox/sources HTTP/1.1\r\nHost: gateway\r\nX-API-Key: sandbox\r\nConnection: close\r\n\r\n";
        var unused = RawHttp.send(gateway, hot);

        assertThat(RawHttp.send(gateway, hot))
                .contains("Cache-Status: quotagate; hit")
                .contains(PROTECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /health/live", "GET /metrics", "GET /nothing"})
    void operatorsPortIsProtectedAndReadByNoPage(String request) {
        assertThat(ask(management, request))
                .contains(PROTECTED)
                .doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void upgradeToHttp2IsServed() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve("/problems/not-found")).build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }
}
