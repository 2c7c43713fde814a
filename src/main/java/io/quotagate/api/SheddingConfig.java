package io.quotagate.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When new work is refused so that the work that was admitted stays quick. */
@ConfigMapping(prefix = "quotagate.limits.shedding")
interface SheddingConfig {

    /** Whether it is refused at all. */
    @WithDefault("true")
    boolean enabled();

    /** So long a turn of an event loop makes it late. */
    @WithDefault("PT1S")
    Duration lateness();

    /** So long it has to be late without a break before it sheds; and to have nothing to shed before it stops. */
    @WithDefault("PT2S")
    Duration interval();

    /** So much of a turn goes to new work while it sheds: whoever is admitted waits for about two of them. */
    @WithDefault("PT0.005S")
    Duration budget();
}
