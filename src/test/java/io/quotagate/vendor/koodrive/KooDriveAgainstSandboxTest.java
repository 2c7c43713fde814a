package io.quotagate.vendor.koodrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import io.quotagate.provider.Observation;
import io.quotagate.provider.TestConnections;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Warning;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Adapter and simulated vendor, written apart from the same documentation, agree over real HTTP. */
@QuarkusTest
class KooDriveAgainstSandboxTest {

    @Inject
    HttpServer server;

    @Inject
    KooDriveProvider provider;

    private Observation observe(Map<String, String> credentials) {
        String base = "http://127.0.0.1:" + server.getPort() + "/sandbox/koodrive";
        return provider.fetch(TestConnections.connection("koodrive", base, Map.of(), credentials))
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
        assertWhole(observe(Map.of("accessToken", "sandbox-access-token")));
    }

    @Test
    void signatureOpensTheSandbox() {
        assertWhole(observe(
                Map.of("appId", "sandbox-app", "appSecret", "sandbox-app-secret", "userId", "1505084218764547200")));
    }
}
