package io.quotagate.api;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Leaves OpenID Connect off until an issuer is configured: without one the framework would not start. */
public final class IssuerSwitch implements ConfigSourceFactory {

    private static final String OIDC = "quarkus.oidc.";

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean issuer = Stream.of("auth-server-url", "public-key", "provider", "certificate-chain.trust-store-file")
                .anyMatch(key -> Switches.isSet(context, OIDC + key));
        return List.of(new PropertiesConfigSource(
                Map.of(OIDC + "tenant-enabled", Boolean.toString(issuer)),
                IssuerSwitch.class.getName(),
                Switches.ORDINAL));
    }
}
