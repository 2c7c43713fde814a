package io.quotagate.aggregation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When vendors are asked beside the reads that have to wait for them. */
@ConfigMapping(prefix = "quotagate.refresh")
public interface RefreshConfig {

    /** How long after a forced refresh of a connection the next one is possible. */
    @WithDefault("PT10S")
    Duration coolDown();

    /** Refreshes behind the readers' backs start at random within this time, so that they do not start all at once. */
    @WithDefault("PT0.05S")
    Duration spread();
}
