package io.quotagate.api;

import io.quarkus.arc.lookup.LookupIfProperty;
import io.quotagate.aggregation.StoreState;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells how the shared store is. A gateway without it answers all the same, so this never takes it out of service. */
@Readiness
@LookupIfProperty(name = "quotagate.cache.store", stringValue = "redis")
class StoreReady implements HealthCheck {

    private final StoreState store;

    StoreReady(StoreState store) {
        this.store = store;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> trouble = store.trouble();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("store")
                .withData("store", "redis")
                .withData("state", trouble.isEmpty() ? "up" : "degraded");
        trouble.ifPresent(why -> response.withData("reason", why));
        return response.up().build();
    }
}
