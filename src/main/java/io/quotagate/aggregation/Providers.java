package io.quotagate.aggregation;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.tenant.RetiredConnections;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** All adapters, by id; makes them forget the connections that are not asked any more, and all of them at the end. */
@ApplicationScoped
public class Providers {

    private static final Logger LOG = Logger.getLogger(Providers.class);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(3);

    private final Map<String, QuotaProvider> byId;
    private final Tenants tenants;

    Providers(@All List<QuotaProvider> providers, Tenants tenants) {
        this.byId =
                new TreeMap<>(providers.stream().collect(Collectors.toMap(QuotaProvider::id, provider -> provider)));
        this.tenants = tenants;
    }

    /** All of them, by id. */
    public Collection<QuotaProvider> all() {
        return byId.values();
    }

    public Optional<QuotaProvider> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** What the adapter with that id can tell; whoever has a connection of it knows that there is one. */
    public Catalogue catalogue(String id) {
        return find(id).orElseThrow().catalogue();
    }

    void forget(@Observes RetiredConnections retired) {
        var unused = farewell(retired.connections())
                .subscribe()
                .with(
                        done -> {},
                        bug -> LOG.errorf(
                                "an adapter could not forget: %s",
                                bug.getClass().getName()));
    }

    /** Sessions are given back to their vendors; a vendor that does not answer is not waited for long. */
    void stop(@Observes ShutdownEvent event) {
        farewell(tenants.all().stream()
                        .flatMap(tenant -> tenant.connections().stream())
                        .toList())
                .ifNoItem()
                .after(LONGEST_FAREWELL)
                .fail()
                .onFailure()
                .recoverWithNull()
                .await()
                .indefinitely();
    }

    private Uni<Void> farewell(List<Connection> connections) {
        return Multi.createFrom()
                .iterable(connections)
                .onItem()
                .transformToUni(
                        connection -> find(connection.provider()).orElseThrow().forget(connection))
                .merge()
                .collect()
                .asList()
                .replaceWithVoid();
    }
}
