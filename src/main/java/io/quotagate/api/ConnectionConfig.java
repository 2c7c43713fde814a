package io.quotagate.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the gateway has patience with a caller's connection; how long a caller waits for an answer is no matter of it. */
@ConfigMapping(prefix = "quotagate.limits.connection")
interface ConnectionConfig {

    /** Longest time for the headers of a request, for its body, and in which a caller takes too little of an answer. */
    @WithDefault("PT30S")
    Duration slow();

    /** Longest time without a request; pools and load balancers keep connections for the next one, for ten minutes at most. */
    @WithDefault("PT11M")
    Duration idle();
}
