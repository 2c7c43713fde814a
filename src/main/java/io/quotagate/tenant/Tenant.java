package io.quotagate.tenant;

import io.quotagate.provider.Connection;
import io.quotagate.quota.Thresholds;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A customer of the gateway. Owns its connections; nothing crosses from one tenant to another.
 *
 * @param connections the enabled ones, by id
 */
public record Tenant(
        String id, Optional<String> name, List<ApiKey> keys, Thresholds thresholds, List<Connection> connections) {

    /** What an id of a tenant or a connection looks like. */
    public static final String ID_PATTERN = "[a-z0-9][a-z0-9-]{0,62}";

    public Tenant {
        keys = List.copyOf(keys);
        connections = connections.stream()
                .sorted(Comparator.comparing(Connection::id))
                .toList();
    }

    public Optional<Connection> connection(String connection) {
        return connections.stream()
                .filter(candidate -> candidate.id().equals(connection))
                .findFirst();
    }

    /** The same with other connections. */
    Tenant with(List<Connection> others) {
        return new Tenant(id, name, keys, thresholds, others);
    }
}
