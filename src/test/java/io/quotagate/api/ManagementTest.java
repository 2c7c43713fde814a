package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Patience;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ManagementTest {

    /** The ids of the sandbox's library, spaces and organization. */
    private static final List<String> VENDORS_IDS = List.of(
            "smh04fzo07fdq61b",
            "space04fzo07fdq61b",
            "space3p5klbgcwndnt",
            "space1gone2since3may",
            "9636f37046a63657b26cb28ed8cbc38a");

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    private String metrics() {
        given().header("X-API-Key", "sandbox")
                .get("/v1/tenants/sandbox/quotas")
                .then()
                .statusCode(200);
        return given().get(management.resolve("/metrics"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/started"})
    void healthIsUp(String path) {
        // That callers can connect is heard of a moment after they can.
        Patience.until("it is up", () -> given().get(management.resolve(path)).statusCode() == 200);

        given().get(management.resolve(path)).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void gatewayWithoutASharedStoreDoesNotSpeakOfOne() {
        healthIsUp("/health/ready");

        given().get(management.resolve("/health/ready"))
                .then()
                .statusCode(200)
                .body("checks.name", not(hasItem("store")));
        assertThat(metrics()).doesNotContain("quotagate_store_errors");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/live",
                "/health/ready",
                "/health/started",
                "/metrics",
                "/q/health",
                "/q/metrics"
            })
    void callersReachNothingOfIt(String path) {
        given().get(path).then().statusCode(404);
    }

    @Test
    void fetchesAreTimedByProviderAndOutcome() {
        String metrics = metrics();

        assertThat(metrics.lines())
                .filteredOn(line -> line.startsWith("quotagate_fetch_seconds_count{"))
                .anyMatch(line -> line.contains("provider=\"zstack\"") && line.contains("outcome=\"ok\""))
                .anyMatch(line -> line.contains("provider=\"koodrive\"") && line.contains("outcome=\"ok\""));
        assertThat(metrics).contains("quotagate_fetch_seconds_bucket{");
    }

    @Test
    void openBreakersAndBrakesAreCountedByProvider() {
        List<String> lines = metrics().lines().toList();

        for (String provider : List.of("koodrive", "tencent-smh", "ucloud-ufile", "zstack")) {
            assertThat(lines)
                    .contains("quotagate_breaker_open{provider=\"" + provider + "\"} 0.0")
                    .contains("quotagate_brake_open{provider=\"" + provider + "\"} 0.0");
        }
    }

    @Test
    void guardsOfSingleConnectionsHaveNoMetrics() {
        assertThat(metrics().lines()).filteredOn(line -> line.startsWith("ft_")).isEmpty();
    }

    @Test
    void rememberedConnectionsAreCounted() {
        assertThat(metrics().lines())
                .filteredOn(line -> line.startsWith("quotagate_snapshots{"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line).contains("store=\"local\"");
                    assertThat(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                            .isGreaterThanOrEqualTo(4);
                });
    }

    @Test
    void noMetricNamesAnythingByAVendorsId() {
        assertThat(metrics().lines())
                .filteredOn(line -> VENDORS_IDS.stream().anyMatch(line::contains))
                .isEmpty();
    }
}
