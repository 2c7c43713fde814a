package io.quotagate.tenant;

import io.quotagate.provider.Connection;
import io.quotagate.provider.Rate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Connections that log in with the same credential share the vendor's limit: the lowest rate of them is that of all. */
final class SharedCredentials {

    private SharedCredentials() {}

    static List<Tenant> withLowestRates(List<Tenant> tenants) {
        Set<String> uneven = unevenProviders(tenants);
        if (uneven.isEmpty()) {
            return tenants;
        }
        Map<String, Rate> lowest = new HashMap<>();
        connections(tenants)
                .filter(connection -> uneven.contains(connection.provider()))
                .forEach(connection -> connection
                        .ration()
                        .perCredential()
                        .ifPresent(rate -> lowest.merge(connection.credentialDigest(), rate, Rate::lower)));
        return tenants.stream()
                .map(tenant -> tenant.with(tenant.connections().stream()
                        .map(connection ->
                                uneven.contains(connection.provider()) ? lowest(connection, lowest) : connection)
                        .toList()))
                .toList();
    }

    /** Those with connections of more than one rate; for all others there is nothing to do. */
    private static Set<String> unevenProviders(List<Tenant> tenants) {
        Map<String, Set<Optional<Rate>>> rates = connections(tenants)
                .collect(Collectors.groupingBy(
                        Connection::provider,
                        Collectors.mapping(connection -> connection.ration().perCredential(), Collectors.toSet())));
        return rates.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Stream<Connection> connections(List<Tenant> tenants) {
        return tenants.stream().flatMap(tenant -> tenant.connections().stream());
    }

    private static Connection lowest(Connection connection, Map<String, Rate> lowest) {
        Rate rate = lowest.get(connection.credentialDigest());
        return rate == null
                        || connection
                                .ration()
                                .perCredential()
                                .filter(rate::equals)
                                .isPresent()
                ? connection
                : connection.with(connection.ration().withPerCredential(rate));
    }
}
