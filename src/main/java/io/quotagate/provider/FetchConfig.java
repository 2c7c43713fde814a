package io.quotagate.provider;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;

/** How a vendor is asked. */
@ConfigMapping(prefix = "quotagate.fetch")
public interface FetchConfig {

    /** Longest time for all calls of one connection, login included. */
    @WithDefault("PT5S")
    Duration timeout();

    /**
     * Longest time for a call whose failure leaves the numbers standing, such as KooDrive's {@code /service}. Shorter
     * than the timeout, so that the numbers are still there to be kept.
     */
    @WithName("optional-timeout")
    Optional<Duration> configuredOptionalTimeout();

    /** Largest vendor answer; a larger one is a contract violation. */
    @WithDefault("1M")
    MemorySize maxResponseBytes();

    BackOff backOff();

    /** How long a connection is left alone after a failed fetch: doubling from initial to max. */
    interface BackOff {

        @WithDefault("PT1S")
        Duration initial();

        @WithDefault("PT15S")
        Duration max();
    }

    /** The optional time-out in force: nine tenths of the timeout unless configured. */
    default Duration optionalTimeout() {
        return configuredOptionalTimeout().orElse(timeout().multipliedBy(9).dividedBy(10));
    }
}
