package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.VendorState.Trouble;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class VendorsReadyTest {

    private static final Trouble NONE = new Trouble(0, 0);

    @Test
    void vendorsThatAreAskedAreUp() {
        HealthCheckResponse response = VendorsReady.response(Map.of("koodrive", NONE, "zstack", NONE));

        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData())
                .hasValueSatisfying(data -> assertThat(data)
                        .containsOnly(
                                Map.entry("state", "up"), Map.entry("koodrive", "up"), Map.entry("zstack", "up")));
    }

    @Test
    void vendorInTroubleIsToldOfAndTakesNoGatewayOutOfService() {
        HealthCheckResponse response =
                VendorsReady.response(Map.of("koodrive", NONE, "zstack", new Trouble(3, 1), "ucloud-ufile", NONE));

        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData())
                .hasValueSatisfying(data -> assertThat(data)
                        .containsEntry("state", "degraded")
                        .containsEntry("koodrive", "up")
                        .containsEntry("zstack", "degraded: 3 connections are not asked, 1 addresses are not called"));
    }
}
