package io.quotagate.api;

import io.quotagate.aggregation.VendorState;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how the vendors are. A gateway answers without them, so this never takes it out of service. */
@Readiness
class VendorsReady implements HealthCheck {

    private final VendorState vendors;

    VendorsReady(VendorState vendors) {
        this.vendors = vendors;
    }

    @Override
    public HealthCheckResponse call() {
        return response(vendors.troubles());
    }

    static HealthCheckResponse response(Map<String, VendorState.Trouble> troubles) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("vendors");
        boolean fine = troubles.values().stream().allMatch(VendorState.Trouble::isNone);
        response.withData("state", fine ? "up" : "degraded");
        troubles.forEach((provider, trouble) -> response.withData(provider, words(trouble)));
        return response.up().build();
    }

    private static String words(VendorState.Trouble trouble) {
        return trouble.isNone()
                ? "up"
                : "degraded: %d connections are not asked, %d addresses are not called"
                        .formatted(trouble.connections(), trouble.addresses());
    }
}
