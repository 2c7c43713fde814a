package io.quotagate.api;

import io.quarkus.vertx.http.DomainSocketServerStart;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once callers can connect: health is told on a port of its own, which is open before theirs. */
@Readiness
class CallersReady implements HealthCheck {

    private volatile boolean open;

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
        return HealthCheckResponse.named("callers").status(open).build();
    }
}
