package io.quotagate.tenant;

import io.quarkus.proxy.ProxyConfiguration;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The reader of tenants files with the schemas of all providers and without a container. */
final class TestTenantsFile {

    private TestTenantsFile() {}

    static TenantsFile reader() {
        return reader(new SmallRyeConfigBuilder().build());
    }

    /** @param config has what {@code ${config:name}} refers to */
    static TenantsFile reader(SmallRyeConfig config) {
        List<Object> providers = Stream.of(
                        "koodrive.KooDriveProvider", "smh.SmhProvider", "ufile.UFileProvider", "zstack.ZStackProvider")
                .map(name -> built("vendor." + name))
                .toList();
        Object clients = built("provider.VendorClients", new NoTls(), new NoProxies());
        Object http = built("provider.VendorHttp", clients);
        Object freshness = built("tenant.ProviderFreshness", new Standard(), config);
        Object rations = built("tenant.ProviderRations", providers, config);
        return (TenantsFile) built(
                "tenant.TenantsFile", built("tenant.ConnectionReader", providers, freshness, rations, http), config);
    }

    /** A bean with what is at hand and with nothing else: a room shows no more than its beans, and they are only asked. */
    private static Object built(String name, Object... atHand) {
        try {
            Constructor<?> constructor = Class.forName("io.quotagate." + name).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                    .map(type -> Arrays.stream(atHand)
                            .filter(type::isInstance)
                            .findFirst()
                            .orElse(null))
                    .toArray());
        } catch (ReflectiveOperationException moved) {
            throw new LinkageError(moved.getMessage(), moved);
        }
    }

    private record Standard() implements FreshnessConfig {

        @Override
        public Duration freshFor() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration staleFor() {
            return Duration.ofHours(24);
        }
    }

    private static final class NoTls implements TlsConfigurationRegistry {

        @Override
        public Optional<TlsConfiguration> get(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<TlsConfiguration> getDefault() {
            return Optional.empty();
        }

        @Override
        public void register(String name, TlsConfiguration configuration) {
            throw new UnsupportedOperationException(name);
        }
    }

    private static final class NoProxies implements ProxyConfigurationRegistry {

        @Override
        public Optional<ProxyConfiguration> get(Optional<String> name) {
            return Optional.empty();
        }
    }
}
