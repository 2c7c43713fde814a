package io.quotagate.sandbox;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.ProviderFreshness;
import io.quotagate.tenant.ProviderRations;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The tenant whose connections call the simulated vendors; in force as soon as their port is known. */
@Readiness
@ApplicationScoped
class SandboxTenant implements HealthCheck {

    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "localhost");

    private final SandboxSwitch sandbox;
    private final Tenants tenants;
    private final SandboxConnections connections;
    private volatile boolean published;

    SandboxTenant(
            SandboxSwitch sandbox,
            Tenants tenants,
            ProviderFreshness freshness,
            ProviderRations rations,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.sandbox = sandbox;
        this.tenants = tenants;
        this.connections = new SandboxConnections(freshness, rations, reachable(host));
    }

    private static String reachable(String host) {
        if (ANY_ADDRESS.contains(host)) {
            return "127.0.0.1";
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }

    void started(@ObservesAsync HttpServerStart start, HttpServer server) {
        if (!sandbox.isOn()) {
            return;
        }
        ApiKey key = new ApiKey(
                "sandbox",
                ApiKey.digest(SandboxAccount.API_KEY),
                Set.of(Permission.READ, Permission.REFRESH),
                Optional.empty(),
                Optional.empty());
        tenants.publish(
                "sandbox",
                List.of(new Tenant(
                        SandboxAccount.TENANT,
                        Optional.of("Sandbox"),
                        List.of(key),
                        Thresholds.DEFAULT,
                        connections.connections(server.getPort()))));
        published = true;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("sandbox")
                .status(published || !sandbox.isOn())
                .build();
    }
}
