package io.quotagate.api;

import io.quotagate.tenant.TenantsLoader;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the configured tenants are in force; no vendor decides it. */
@Readiness
class TenantsReady implements HealthCheck {

    private final TenantsLoader tenants;

    TenantsReady(TenantsLoader tenants) {
        this.tenants = tenants;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tenants").status(tenants.isLoaded()).build();
    }
}
