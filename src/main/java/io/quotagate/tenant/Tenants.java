package io.quotagate.tenant;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tenants in force. Readers see one whole version or the next, never a mixture. */
@ApplicationScoped
public class Tenants {

    private final Clock clock;
    private final Event<RetiredConnections> retired;
    private final Map<String, List<Tenant>> bySource = new TreeMap<>();
    private volatile Directory directory = Directory.of(List.of());

    public Tenants(Clock clock, Event<RetiredConnections> retired) {
        this.clock = clock;
        this.retired = retired;
    }

    public Optional<Tenant> find(String id) {
        return Optional.ofNullable(directory.tenants().get(id));
    }

    public Collection<Tenant> all() {
        return directory.tenants().values();
    }

    /** The caller that this key makes; empty where no valid key has that digest. */
    public Optional<Caller> caller(String key) {
        return directory.caller(ApiKey.digest(key), clock.instant());
    }

    /**
     * Puts the tenants of one source in force, in place of those that it brought before.
     *
     * @param source where they come from, e.g. the tenants file; no two sources bring the same tenant
     */
    public synchronized void publish(String source, List<Tenant> tenants) {
        Map<ConnectionKey, Connection> gone = new HashMap<>();
        connections(bySource.getOrDefault(source, List.of())).forEach(old -> gone.put(old.key(), old));
        connections(tenants).forEach(kept -> gone.remove(kept.key()));
        bySource.put(source, List.copyOf(tenants));
        directory =
                Directory.of(bySource.values().stream().flatMap(List::stream).toList());
        if (!gone.isEmpty()) {
            retired.fire(new RetiredConnections(List.copyOf(gone.values())));
        }
    }

    private static List<Connection> connections(List<Tenant> tenants) {
        return tenants.stream().flatMap(tenant -> tenant.connections().stream()).toList();
    }

    /**
     * One version.
     *
     * @param keys by the first characters of their digests: the rest is compared in constant time
     */
    private record Directory(TreeMap<String, Tenant> tenants, Map<String, List<Grant>> keys) {

        private static final int INDEXED_CHARACTERS = 16;

        private record Grant(String tenant, ApiKey key) {}

        static Directory of(List<Tenant> all) {
            TreeMap<String, Tenant> tenants = new TreeMap<>();
            Map<String, List<Grant>> keys = new HashMap<>();
            for (Tenant tenant : all) {
                tenants.put(tenant.id(), tenant);
                for (ApiKey key : tenant.keys()) {
                    keys.computeIfAbsent(index(key.sha256()), index -> new ArrayList<>(1))
                            .add(new Grant(tenant.id(), key));
                }
            }
            return new Directory(tenants, keys);
        }

        Optional<Caller> caller(String digest, Instant now) {
            Map<String, Set<Permission>> permissions = keys.getOrDefault(index(digest), List.of()).stream()
                    .filter(grant -> grant.key().matches(digest) && grant.key().isValidAt(now))
                    .collect(
                            Collectors.toMap(Grant::tenant, grant -> grant.key().permissions()));
            return permissions.isEmpty() ? Optional.empty() : Optional.of(new Caller(digest, permissions));
        }

        private static String index(String digest) {
            return digest.substring(0, INDEXED_CHARACTERS);
        }
    }
}
