package io.quotagate.tenant;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Ration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/**
 * How often a provider's vendor may be called, where the connection does not say: {@code
 * quotagate.providers.<provider>.rate} with one credential, {@code .host-rate} on one host, else what the provider says.
 */
@ApplicationScoped
public class ProviderRations {

    private static final String PREFIX = "quotagate.providers.";
    private static final String UNLIMITED = "unlimited";

    private final Map<String, Ration> rations = new TreeMap<>();

    public ProviderRations(@All List<QuotaProvider> providers, Config config) {
        for (QuotaProvider provider : providers) {
            String prefix = PREFIX + provider.id();
            Ration own = provider.ration();
            rations.put(
                    provider.id(),
                    new Ration(
                            rate(config, prefix + ".rate", own.perCredential()),
                            rate(config, prefix + ".host-rate", own.perHost())));
        }
    }

    public Ration ration(String provider) {
        return rations.getOrDefault(provider, Ration.UNLIMITED);
    }

    /** Mistakes are found at the start: they were looked for when this was made. */
    void start(@Observes StartupEvent event) {}

    private static Optional<Rate> rate(Config config, String key, Optional<Rate> otherwise) {
        Optional<String> text = config.getOptionalValue(key, String.class).map(String::trim);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().equals(UNLIMITED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Rate.parse(text.get()));
        } catch (IllegalArgumentException malformed) {
            throw new ConfigurationException(key + ": must be a rate such as 20/PT1S, or unlimited");
        }
    }
}
