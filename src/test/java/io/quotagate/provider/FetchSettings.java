package io.quotagate.provider;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.stream.Collectors;

/** How vendors are asked, as an operator would configure it, where no container reads that. */
public final class FetchSettings {

    private FetchSettings() {}

    /** @param settings by key after {@code quotagate.fetch.}; all others have their defaults */
    public static FetchConfig of(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(FetchConfig.class)
                .withDefaultValues(settings.entrySet().stream()
                        .collect(Collectors.toMap(entry -> "quotagate.fetch." + entry.getKey(), Map.Entry::getValue)))
                .build()
                .getConfigMapping(FetchConfig.class);
    }
}
