package io.quotagate.api;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quotagate.provider.Burst;
import io.quotagate.provider.Rate;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What callers may ask of the gateway. */
@ConfigMapping(prefix = "quotagate.limits")
interface CallerLimitsConfig {

    /** Requests of one key, e.g. {@code 1000/PT1S}, where it has no limit of its own; unlimited where it is left out. */
    Optional<String> perKey();

    /** Failed authentications from one address before the next ones are slowed down; {@code unlimited} for none. */
    @WithDefault("100/PT5S")
    String failedAuthentications();

    default Optional<Rate> requests() {
        return perKey().map(text -> rate("per-key", text));
    }

    default Optional<Burst> failures() {
        String text = failedAuthentications();
        return text.equals("unlimited")
                ? Optional.empty()
                : Optional.of(Burst.of(rate("failed-authentications", text)));
    }

    private static Rate rate(String key, String text) {
        try {
            return Rate.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new ConfigurationException("quotagate.limits." + key + ": must be a rate such as 1000/PT1S");
        }
    }
}
