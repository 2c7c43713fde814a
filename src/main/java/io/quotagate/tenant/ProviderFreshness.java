package io.quotagate.tenant;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quotagate.provider.QuotaProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;

/**
 * How long the snapshots of a provider's connections live, where the connection does not say: {@code
 * quotagate.providers.<provider>.fresh-for} and {@code .stale-for}, else {@code quotagate.freshness.…}.
 */
@ApplicationScoped
public class ProviderFreshness {

    private static final Duration LONGEST = Duration.ofDays(3_650);
    private static final String PREFIX = "quotagate.providers.";

    private final FreshnessConfig global;
    /** Asked by whole names: a mapping would not find a provider with a dash among environment variables. */
    private final Config config;

    private final Map<String, Duration> known = new ConcurrentHashMap<>();

    public ProviderFreshness(FreshnessConfig global, Config config) {
        this.global = global;
        this.config = config;
    }

    public Duration freshFor(String provider) {
        return own(provider + ".fresh-for", global.freshFor());
    }

    public Duration staleFor(String provider) {
        return own(provider + ".stale-for", global.staleFor());
    }

    /** Looked up once for all connections of a provider. */
    private Duration own(String name, Duration otherwise) {
        return known.computeIfAbsent(
                name,
                unread -> config.getOptionalValue(PREFIX + name, Duration.class).orElse(otherwise));
    }

    /** Every provider is asked for, so that a mistake is found however it was configured. */
    void start(@Observes StartupEvent event, @All List<QuotaProvider> providers) {
        check("quotagate.freshness.fresh-for", global.freshFor());
        check("quotagate.freshness.stale-for", global.staleFor());
        for (QuotaProvider provider : providers) {
            check(PREFIX + provider.id() + ".fresh-for", freshFor(provider.id()));
            check(PREFIX + provider.id() + ".stale-for", staleFor(provider.id()));
        }
    }

    private static void check(String name, Duration value) {
        if (!isLifetime(value)) {
            throw new ConfigurationException(name + ": must be above 0 and at most ten years");
        }
    }

    /** True where a time span is one that snapshots can live: above 0, at most ten years. */
    static boolean isLifetime(Duration value) {
        return value.compareTo(Duration.ZERO) > 0 && value.compareTo(LONGEST) <= 0;
    }
}
