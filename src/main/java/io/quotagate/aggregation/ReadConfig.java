package io.quotagate.aggregation;

import io.quotagate.provider.FetchConfig;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** How long a reader waits. */
@ConfigMapping(prefix = "quotagate.read")
interface ReadConfig {

    /** Longest wait of a read for its vendors. */
    Optional<Duration> deadline();

    /** The deadline in force: a little longer than a fetch may take, so that a reader sees how the fetch ended. */
    default Duration deadline(FetchConfig fetch) {
        return deadline().orElseGet(() -> fetch.timeout().plusMillis(250));
    }
}
