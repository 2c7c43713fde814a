package io.quotagate.provider;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;

/** Keeps calls to what {@link EgressRules} admits: by URL, by resolved address, and by the address connected to. */
@ApplicationScoped
public class Egress {

    private final EgressConfig config;
    private final HostNames hostNames;
    private volatile EgressRules rules = EgressRules.standard();

    Egress(EgressConfig config, HostNames hostNames) {
        this.config = config;
        this.hostNames = hostNames;
    }

    /** At start and not when it is built, so that a mistake ends the start in one line. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        try {
            rules = config.allow().map(EgressRules::of).orElseGet(EgressRules::standard);
        } catch (IllegalArgumentException invalid) {
            throw new ConfigurationException("quotagate.egress.allow: " + invalid.getMessage());
        }
    }

    /** True where the URL alone does not rule a call out. */
    public boolean mayAdmit(Endpoint endpoint) {
        return endpoint.reach() == Endpoint.Reach.OWN || rules.mayAdmit(endpoint);
    }

    /** True where the connection that was made leads to an admitted address. */
    boolean admits(Endpoint endpoint, InetAddress connected) {
        return endpoint.reach() == Endpoint.Reach.OWN || rules.admits(endpoint, connected);
    }

    /** Fails as forbidden, before anything is sent, unless the URL and every address of its host are admitted. */
    Uni<Void> check(Endpoint endpoint) {
        if (endpoint.reach() == Endpoint.Reach.OWN) {
            return Uni.createFrom().voidItem();
        }
        if (!rules.mayAdmit(endpoint)) {
            return Uni.createFrom().failure(forbidden());
        }
        // A proxy resolves the name itself; here it may not even be resolvable.
        if (endpoint.proxy().isPresent()) {
            return Uni.createFrom().voidItem();
        }
        // Already judged with the URL.
        if (rules.isLiteral(endpoint)) {
            return Uni.createFrom().voidItem();
        }
        return hostNames
                .find(endpoint.url().getHost())
                .invoke(addresses -> {
                    if (!addresses.stream().allMatch(address -> rules.admits(endpoint, address))) {
                        throw forbidden();
                    }
                })
                .replaceWithVoid();
    }

    static ProviderException forbidden() {
        return new ProviderException(
                Reason.FORBIDDEN, "the egress rule of this gateway does not allow the connection's address");
    }
}
