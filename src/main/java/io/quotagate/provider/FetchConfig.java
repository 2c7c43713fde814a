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

    /** How many calls of one connection are under way at once, so that it does not take all places at its vendor. */
    @WithDefault("8")
    int callsAtOnce();

    BackOff backOff();

    Retry retry();

    Breaker breaker();

    Brake brake();

    /** When a read that the vendor failed on is repeated at once. */
    interface Retry {

        /** How many of a hundred fetches may be repeated at most; 0 to repeat none. */
        @WithDefault("10")
        int percent();
    }

    /** When a connection is not even asked where a caller wants it to be: the vendor failed again and again. */
    interface Breaker {

        /** After so many failures of the vendor in a row, for four fifths of the longest back-off. */
        @WithDefault("5")
        int failures();
    }

    /** When an address is not called for anybody: it could not be connected to, or answered 500 or above, for many. */
    interface Brake {

        /** How many connections must have failed so, without one that was answered. */
        @WithDefault("10")
        int connections();

        /** Within which time. */
        @WithDefault("PT10S")
        Duration window();
    }

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
