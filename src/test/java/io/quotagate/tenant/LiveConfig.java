package io.quotagate.tenant;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** A source of configuration that changes while the gateway runs, as that of a vault does. */
final class LiveConfig implements ConfigSource {

    private final Map<String, String> properties;

    private LiveConfig(Map<String, String> properties) {
        this.properties = properties;
    }

    static SmallRyeConfig of(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .withSources(new LiveConfig(properties))
                .build();
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "live";
    }
}
