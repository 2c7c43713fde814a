package io.quotagate.tenant;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Thresholds;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetirementTest {

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    MeterRegistry meters;

    private final Connection kept = FakeProvider.connection("retiring", "kept");
    private final Connection gone = FakeProvider.connection("retiring", "gone");

    private void publish(Connection... connections) {
        ApiKey key = new ApiKey(
                "ci", ApiKey.digest("k-retiring"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "retiring",
                List.of(new Tenant(
                        "retiring", Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(connections))));
        for (Connection connection : connections) {
            vendor.says(connection, TestQuotas.stored("10", "1"));
        }
    }

    private static void read() {
        given().header("X-API-Key", "k-retiring")
                .get("/v1/tenants/retiring/quotas")
                .then()
                .statusCode(200);
    }

    private double remembered() {
        return meters.get("quotagate.snapshots").gauge().value();
    }

    @Test
    void adapterForgetsTheConnectionThatIsGoneAndNoOther() {
        publish(kept, gone);

        publish(kept);

        assertThat(vendor.farewells(gone)).isEqualTo(1);
        assertThat(vendor.farewells(kept)).isZero();
    }

    @Test
    void redefinedConnectionIsForgottenInItsOldDefinition() {
        publish(gone);
        Connection redefined = FakeProvider.connection("retiring", "gone");

        publish(redefined);

        assertThat(vendor.farewells(gone)).isEqualTo(1);
        assertThat(vendor.farewells(redefined)).isZero();
    }

    @Test
    void nothingIsRememberedOfTheConnectionThatIsGone() {
        publish(kept, gone);
        read();
        double before = remembered();

        publish(kept);

        assertThat(remembered()).isEqualTo(before - 1);
    }

    @Test
    void connectionThatComesBackIsAskedAgain() {
        publish(kept, gone);
        read();
        publish(kept);
        publish(kept, gone);

        read();

        assertThat(vendor.calls(gone)).isEqualTo(2);
        assertThat(vendor.calls(kept)).isEqualTo(1);
    }
}
