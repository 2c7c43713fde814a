package io.quotagate.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the gateway takes its leave. */
@ConfigMapping(prefix = "quotagate.drain")
interface DrainConfig {

    /**
     * So long it goes on as before once it is told to stop, but is not ready any more: the time that load balancers need to
     * notice that.
     */
    @WithDefault("PT0S")
    Duration delay();

    /** Longest time after that for what is under way. */
    @WithDefault("PT10S")
    Duration timeout();
}
