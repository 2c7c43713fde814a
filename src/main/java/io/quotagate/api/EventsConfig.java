package io.quotagate.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of events: how they are kept alive, and how many there may be. */
@ConfigMapping(prefix = "quotagate.events")
interface EventsConfig {

    /** So often something is sent where nothing happens. */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** How long a tenant's events are remembered after its last listener has left. */
    @WithDefault("PT1M")
    Duration memory();

    /** How many may listen at once. */
    @WithDefault("1000")
    int maxListeners();

    /** How many of them to one tenant. */
    @WithDefault("100")
    int maxListenersPerTenant();

    /** How many of them with one key, or as one subject of tokens. */
    @WithDefault("20")
    int maxListenersPerKey();
}
