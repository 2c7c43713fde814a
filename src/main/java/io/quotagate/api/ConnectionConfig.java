package io.quotagate.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the gateway has patience with a caller's connection; how long a caller waits for an answer is no matter of it. */
@ConfigMapping(prefix = "quotagate.limits.connection")
interface ConnectionConfig {

    /** Longest time from the first byte of a request to its last, and longest time in which a caller takes too little of an answer. */
    @WithDefault("PT30S")
    Duration slow();

    /** Longest time without a request; a browser or a pool keeps connections for the next one. */
    @WithDefault("PT2M")
    Duration idle();
}
