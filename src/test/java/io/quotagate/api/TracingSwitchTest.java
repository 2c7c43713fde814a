package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.context.SmallRyeContextManagerProvider;
import io.smallrye.context.impl.DefaultValues;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TracingSwitchTest {

    private static SmallRyeConfig config(Map<String, String> configured) {
        return new SmallRyeConfigBuilder()
                .withSources(new TracingSwitch())
                .withSources(new PropertiesConfigSource(configured, "test", 300))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"endpoint", "traces.endpoint"})
    void tracesAreOnAndCarriedAlongWhereItIsConfiguredWhereTheyGo(String key) {
        SmallRyeConfig config = config(Map.of("quarkus.otel.exporter.otlp." + key, "http://collector:4317"));

        assertThat(config.getValue(TracingSwitch.OFF, Boolean.class)).isFalse();
        assertThat(config.getOptionalValue("mp.context.ThreadContext.propagated", String.class))
                .isEmpty();
    }

    @Test
    void nothingIsCarriedAlongWhereTracesAreOff() {
        assertThat(config(Map.of()).getValue(TracingSwitch.OFF, Boolean.class)).isTrue();
        DefaultValues steps = SmallRyeContextManagerProvider.getManager().getDefaultValues();
        assertThat(steps.getThreadPropagated()).containsExactly("None");
        assertThat(steps.getThreadCleared()).containsExactly("None");
        assertThat(steps.getThreadUnchanged()).containsExactly("Remaining");
    }
}
