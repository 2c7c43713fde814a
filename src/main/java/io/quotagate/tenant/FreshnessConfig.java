package io.quotagate.tenant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long snapshots live, where neither provider nor connection says. */
@ConfigMapping(prefix = "quotagate.freshness")
public interface FreshnessConfig {

    @WithDefault("PT60S")
    Duration freshFor();

    @WithDefault("PT24H")
    Duration staleFor();
}
