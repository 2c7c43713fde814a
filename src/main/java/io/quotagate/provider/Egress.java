package io.quotagate.provider;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Keeps calls to what {@link EgressRules} admits: by URL, by resolved address, and by the address connected to. */
@ApplicationScoped
public class Egress {

    private final EgressRules rules;

    public Egress(EgressConfig config) {
        this.rules = rules(config);
    }

    private static EgressRules rules(EgressConfig config) {
        try {
            return config.allow().map(EgressRules::of).orElseGet(EgressRules::standard);
        } catch (IllegalArgumentException invalid) {
            throw new ConfigurationException("quotagate.egress.allow: " + invalid.getMessage(), invalid);
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
        // Already judged with the URL; and resolving costs a worker thread.
        if (rules.isLiteral(endpoint)) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .item(() -> resolve(endpoint))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .invoke(addresses -> {
                    if (!Arrays.stream(addresses).allMatch(address -> rules.admits(endpoint, address))) {
                        throw forbidden();
                    }
                })
                .replaceWithVoid();
    }

    private static InetAddress[] resolve(Endpoint endpoint) {
        try {
            return InetAddress.getAllByName(endpoint.url().getHost());
        } catch (UnknownHostException unknown) {
            throw new ProviderException(Reason.UNAVAILABLE, "the vendor's host name cannot be resolved");
        }
    }

    static ProviderException forbidden() {
        return new ProviderException(
                Reason.FORBIDDEN, "the egress rule of this gateway does not allow the connection's address");
    }
}
