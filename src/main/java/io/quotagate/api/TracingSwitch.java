package io.quotagate.api;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Leaves traces off until it is configured where they go. Until then no step of what is asynchronous carries one along either:
 * for a caller that waits for a vendor that would be a good part of the memory that it takes.
 */
public final class TracingSwitch implements ConfigSourceFactory {

    static final String OFF = "quarkus.otel.sdk.disabled";

    private static final String EXPORTER = "quarkus.otel.exporter.otlp.";
    private static final Map<String, String> ON_KEYS = Map.of(OFF, "false");
    private static final Map<String, String> OFF_KEYS = Map.of(
            OFF,
            "true",
            "mp.context.ThreadContext.propagated",
            "None",
            "mp.context.ThreadContext.cleared",
            "None",
            "mp.context.ThreadContext.unchanged",
            "Remaining");

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean on = Stream.of("endpoint", "traces.endpoint").anyMatch(key -> Switches.isSet(context, EXPORTER + key));
        return List.of(
                new PropertiesConfigSource(on ? ON_KEYS : OFF_KEYS, TracingSwitch.class.getName(), Switches.ORDINAL));
    }
}
