package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Undocumented;
import io.quotagate.quota.Account;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How callers and operators learn that a vendor's answers drift. */
@QuarkusTest
class DriftApiTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    private final String tenant = "drift-" + TENANTS.incrementAndGet();
    private final Connection connection = FakeProvider.connection(tenant, "main");

    @BeforeEach
    void publish() {
        ApiKey key = new ApiKey(
                "k", ApiKey.digest("k-" + tenant), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "test",
                List.of(new Tenant(tenant, Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(connection))));
        vendor.says(connection, stored("7000000", "1000"));
    }

    private Response read() {
        return given().header("X-API-Key", "k-" + tenant).get("/v1/tenants/" + tenant + "/quotas");
    }

    /** After what is known has become too old to be shown. */
    private Response readAnew() {
        ((MovableClock) clock).pass(Duration.ofHours(25));
        return read();
    }

    private double counted(String kind) {
        return given().get(management.resolve("/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith("quotagate_contract_drift_total{"))
                .filter(line -> line.contains("provider=\"fake\"") && line.contains("kind=\"" + kind + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void jumpIsShownWithTheNumberAndIsContent() {
        Response before = read();
        double counted = counted("unit_shift");
        vendor.says(connection, stored("7000000", "1024000"));

        Response after = readAnew();

        assertThat(after.jsonPath().getList("quotas[0].warnings")).containsExactly("unit_shift");
        assertThat(after.jsonPath().getString("quotas[0].used.value")).isEqualTo("1024000");
        assertThat(counted("unit_shift") - counted).isEqualTo(1);

        Response same = readAnew();

        assertThat(same.jsonPath().getList("quotas[0].warnings")).isEmpty();
        assertThat(List.of(before.header("ETag"), same.header("ETag"))).doesNotContain(after.header("ETag"));
    }

    @Test
    void fieldThatIsNotDocumentedIsCounted() {
        double counted = counted("unknown_field");
        vendor.answers(
                connection,
                () -> Uni.createFrom()
                        .item(Observation.of(clock.instant(), List.of(stored("10", "1")), Account.UNKNOWN)
                                .with(new Undocumented(Set.of(1), Set.of()))));

        Response report = read();

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(counted("unknown_field") - counted).isEqualTo(1);
    }

    @Test
    void answerThatIsNotUnderstoodIsCounted() {
        double counted = counted("violation");
        vendor.fails(connection, Reason.CONTRACT_VIOLATION);

        Response bad = read();

        assertThat(bad.statusCode()).isEqualTo(503);
        assertThat(counted("violation") - counted).isEqualTo(1);
    }

    @Test
    void everyKindIsThereFromTheStart() {
        assertThat(given().get(management.resolve("/metrics")).asString().lines())
                .filteredOn(line -> line.startsWith("quotagate_contract_drift_total{")
                        && line.contains("provider=\"ucloud-ufile\""))
                .hasSize(7)
                .allMatch(line -> line.matches(".*\\{kind=\"[a-z_]+\",provider=\"ucloud-ufile\"} .*"));
    }
}
