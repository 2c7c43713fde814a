package io.quotagate.vendor.koodrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Warning;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Adapter and simulated vendor, written apart from the same documentation, agree over real HTTP. */
@QuarkusTest
class KooDriveAgainstSandboxTest {

    private static final Map<String, String> TOKEN = Map.of("accessToken", "sandbox-access-token");

    @Inject
    HttpServer server;

    @Inject
    KooDriveProvider provider;

    private Observation observe(Map<String, String> credentials) {
        String base = "http://127.0.0.1:" + server.getPort() + "/sandbox/koodrive";
        return provider.fetch(
                        TestConnections.connection("koodrive", base, Map.of(), credentials), TestConnections.soon())
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private static void assertWhole(Observation observation) {
        assertThat(observation.shortfall()).isEmpty();
        assertThat(observation.quotas()).hasSize(13);
        assertThat(observation.quotas())
                .noneMatch(quota -> quota.warnings().contains(Warning.INCONSISTENT)
                        || quota.warnings().contains(Warning.SUM_MISMATCH));
        assertThat(observation.quotas().get(0).warnings()).containsExactly(Warning.UNIT_INFERRED);
        assertThat(observation.quotas().get(0).used().text()).isEqualTo("7939377152");
        assertThat(observation.account().state()).isEqualTo(AccountState.ACTIVE);
        assertThat(observation.account().plan()).isEqualTo("2");
    }

    @Test
    void tokenOpensTheSandbox() {
        assertWhole(observe(TOKEN));
    }

    @Test
    void signatureOpensTheSandbox() {
        assertWhole(observe(
                Map.of("appId", "sandbox-app", "appSecret", "sandbox-app-secret", "userId", "1505084218764547200")));
    }

    private Reason reasonUnder(String fault) {
        String dial = "{\"fault\":\"" + fault + "\",\"on\":\"data\"}";
        dial().body(dial).post("/sandbox/koodrive/faults").then().statusCode(200);
        return catchThrowableOfType(ProviderException.class, () -> observe(TOKEN))
                .reason();
    }

    private static RequestSpecification dial() {
        return RestAssured.given().header("X-API-Key", "sandbox");
    }

    @AfterEach
    void turnOff() {
        dial().delete("/sandbox/koodrive/faults").then().statusCode(200);
    }

    @Test
    void everyFaultIsUnderstood() {
        assertThat(reasonUnder("timeout")).isEqualTo(Reason.TIMEOUT);
        assertThat(reasonUnder("drip")).isEqualTo(Reason.TIMEOUT);
        assertThat(reasonUnder("unavailable")).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reasonUnder("reset")).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reasonUnder("throttled")).isEqualTo(Reason.RATE_LIMITED);
        assertThat(reasonUnder("unauthorized")).isEqualTo(Reason.UNAUTHORIZED);
        for (String fault : List.of("garbage", "truncated", "empty", "redirect", "huge", "wrong")) {
            assertThat(reasonUnder(fault)).as(fault).isEqualTo(Reason.CONTRACT_VIOLATION);
        }
    }
}
