package io.quotagate.sandbox;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides whether there is a sandbox. */
@Singleton
class SandboxSwitch {

    private final boolean on;

    /** @param tenants path of the tenants file; whoever has one works with real vendors */
    SandboxSwitch(SandboxConfig config, @ConfigProperty(name = "quotagate.tenants") Optional<String> tenants) {
        this.on = config.enabled().orElse(tenants.isEmpty());
    }

    boolean isOn() {
        return on;
    }
}
