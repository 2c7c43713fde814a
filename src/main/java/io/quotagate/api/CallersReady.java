package io.quotagate.api;

import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once callers can connect, until the gateway is told to stop: health is told on a port of its own, which is open before
 * theirs, and longer.
 */
@Readiness
class CallersReady implements HealthCheck {

    private final Leaving leaving;
    private volatile boolean open;

    CallersReady(Leaving leaving) {
        this.leaving = leaving;
    }

    void opened(@ObservesAsync HttpServerStart event) {
        open = true;
    }

    void openedSecurely(@ObservesAsync HttpsServerStart event) {
        open = true;
    }

    void openedLocally(@ObservesAsync DomainSocketServerStart event) {
        open = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("callers")
                .status(open && !leaving.hasBegun())
                .build();
    }
}
