package io.quotagate.api;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Whether callers must show a certificate before they may speak at all; their keys are asked for all the same. Quarkus'
 * own setting is fixed when it is built.
 */
@ApplicationScoped
public class CallerCertificates implements HttpServerOptionsCustomizer {

    private static final String KEY = "quotagate.tls.client-auth";
    /** By which nobody gets past TLS. */
    private static final Set<String> TLS_ALONE = Set.of("disabled", "redirect");

    private final String wanted;
    private final String insecureRequests;

    CallerCertificates(
            @ConfigProperty(name = KEY, defaultValue = "none") String wanted,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled")
                    String insecureRequests) {
        this.wanted = wanted.toUpperCase(Locale.ROOT);
        this.insecureRequests = insecureRequests.toLowerCase(Locale.ROOT);
    }

    void start(@Observes StartupEvent event) {
        if (Arrays.stream(ClientAuth.values()).noneMatch(each -> each.name().equals(wanted))) {
            throw new ConfigurationException(KEY + ": must be none, request or required");
        }
        if (wanted.equals(ClientAuth.REQUIRED.name()) && !TLS_ALONE.contains(insecureRequests)) {
            throw new ConfigurationException(KEY
                    + ": where certificates are required, quarkus.http.insecure-requests must be disabled or redirect");
        }
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        // Where ours says nothing, a build in which the framework's own was fixed keeps to that.
        if (!wanted.equals(ClientAuth.NONE.name())) {
            options.setClientAuth(ClientAuth.valueOf(wanted));
        }
    }
}
