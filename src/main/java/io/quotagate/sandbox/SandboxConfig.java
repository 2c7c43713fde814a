package io.quotagate.sandbox;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Whether the simulated vendors are served. */
@ConfigMapping(prefix = "quotagate.sandbox")
public interface SandboxConfig {

    /** Unset: served while there is no tenants file. */
    Optional<Boolean> enabled();
}
