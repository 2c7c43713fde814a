package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.tenant.Tenant;
import java.util.List;
import java.util.Set;

/**
 * Which of a tenant's connections a read wants; an empty set wants all.
 *
 * @param providers ids of adapters
 * @param connections ids of connections
 */
public record Ask(Set<String> providers, Set<String> connections) {

    public static final Ask ALL = new Ask(Set.of(), Set.of());

    public Ask {
        providers = Set.copyOf(providers);
        connections = Set.copyOf(connections);
    }

    /** Those of one connection alone. */
    public static Ask of(String connection) {
        return new Ask(Set.of(), Set.of(connection));
    }

    /** The connections to ask; what is left out is neither fetched nor waited for. */
    List<Connection> plan(Tenant tenant) {
        return tenant.connections().stream().filter(this::wants).toList();
    }

    private boolean wants(Connection connection) {
        return (providers.isEmpty() || providers.contains(connection.provider()))
                && (connections.isEmpty() || connections.contains(connection.id()));
    }
}
