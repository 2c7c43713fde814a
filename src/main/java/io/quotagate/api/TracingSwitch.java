package io.quotagate.api;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Leaves traces off until it is configured where they go. */
public final class TracingSwitch implements ConfigSourceFactory {

    static final String OFF = "quarkus.otel.sdk.disabled";

    private static final String EXPORTER = "quarkus.otel.exporter.otlp.";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean on = Stream.of("endpoint", "traces.endpoint").anyMatch(key -> Switches.isSet(context, EXPORTER + key));
        return List.of(new PropertiesConfigSource(
                Map.of(OFF, Boolean.toString(!on)), TracingSwitch.class.getName(), Switches.ORDINAL));
    }
}
