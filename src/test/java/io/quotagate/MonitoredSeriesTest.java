package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What alerts and the dashboard ask for is what the gateway tells. */
@QuarkusTest
@TestProfile(MonitoredSeriesTest.AsPackaged.class)
class MonitoredSeriesTest {

    /** The series of the packaged gateway, which does not measure HTTP as tests do, and those of quotas. */
    public static final class AsPackaged implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.micrometer.binder.http-server.enabled", "false", "quotagate.metrics.quotas", "true");
        }
    }

    /** Told only once there is something to tell, or only where something else is there. */
    private static final Set<String> SOMETIMES = Set.of(
            // With a shared store.
            "quotagate_store_errors_total",
            // After a collection.
            "jvm_gc_pause_seconds_sum",
            "jvm_gc_pause_seconds_max",
            // By the kubelet.
            "container_memory_working_set_bytes",
            "container_memory_rss",
            // By kube-state-metrics.
            "kube_pod_container_resource_limits");

    @TestHTTPResource(value = "/metrics", management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI metrics;

    @Test
    void everySeriesThatIsWatchedIsThere() throws IOException {
        Set<String> watched = Monitoring.read().series();
        given().header("X-API-Key", "sandbox")
                .get("/v1/tenants/sandbox/quotas")
                .then()
                .statusCode(200);

        Set<String> told = given().get(metrics)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(watched).contains("quotagate_reads_total", "quotagate_quota_limit", "jvm_memory_usage_after_gc");
        told.addAll(SOMETIMES);
        assertThat(told).containsAll(watched);
        assertThat(watched).containsAll(SOMETIMES);
    }
}
