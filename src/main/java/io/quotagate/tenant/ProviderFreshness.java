package io.quotagate.tenant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long the snapshots of a provider's connections live, where the connection does not say. */
@ApplicationScoped
public class ProviderFreshness {

    private final FreshnessConfig global;
    private final Config providers;

    /** {@code quotagate.providers.<provider>.…} */
    @ConfigMapping(prefix = "quotagate.providers")
    public interface Config {

        @WithParentName
        Map<String, Lifetime> byProvider();

        interface Lifetime {

            Optional<Duration> freshFor();

            Optional<Duration> staleFor();
        }
    }

    public ProviderFreshness(FreshnessConfig global, Config providers) {
        this.global = global;
        this.providers = providers;
    }

    public Duration freshFor(String provider) {
        return Optional.ofNullable(providers.byProvider().get(provider))
                .flatMap(Config.Lifetime::freshFor)
                .orElseGet(global::freshFor);
    }

    public Duration staleFor(String provider) {
        return Optional.ofNullable(providers.byProvider().get(provider))
                .flatMap(Config.Lifetime::staleFor)
                .orElseGet(global::staleFor);
    }
}
