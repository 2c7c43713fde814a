package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.arc.All;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Ration;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProviderRationsTest {

    @Inject
    @All
    List<QuotaProvider> providers;

    private ProviderRations configured(Map<String, String> values) {
        return new ProviderRations(
                providers,
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(values, "test", 100))
                        .build());
    }

    @Test
    void whatVendorsAreKnownOrThoughtToTakeIsTheDefault() {
        ProviderRations rations = configured(Map.of());

        assertThat(rations.ration("koodrive")).isEqualTo(Ration.perCredential("200/PT1S"));
        assertThat(rations.ration("tencent-smh")).isEqualTo(Ration.perCredential("100/PT1S"));
        assertThat(rations.ration("ucloud-ufile")).isEqualTo(Ration.perCredential("100/PT1S"));
        assertThat(rations.ration("zstack")).isEqualTo(Ration.perHost("12000/PT1M"));
        assertThat(rations.ration("fake")).isEqualTo(Ration.UNLIMITED);
    }

    @Test
    void ratesAreConfiguredForEachProvider() {
        ProviderRations rations = configured(Map.of(
                "quotagate.providers.tencent-smh.rate", "7/PT1S",
                "quotagate.providers.tencent-smh.host-rate", "100/PT1M",
                "quotagate.providers.zstack.host-rate", "unlimited"));

        assertThat(rations.ration("tencent-smh").perCredential()).hasToString("Optional[7/PT1S]");
        assertThat(rations.ration("tencent-smh").perHost()).hasToString("Optional[100/PT1M]");
        assertThat(rations.ration("zstack")).isEqualTo(Ration.UNLIMITED);
    }

    @Test
    void mistakeNamesItsKey() {
        for (String wrong : List.of("fast", "0/PT1S", "5", "5/s")) {
            assertThatThrownBy(() -> configured(Map.of("quotagate.providers.zstack.host-rate", wrong)))
                    .as(wrong)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("quotagate.providers.zstack.host-rate: must be a rate such as 20/PT1S, or unlimited");
        }
    }
}
