package io.quotagate.tenant;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whoever asks, and what it may do.
 *
 * @param identity tells callers apart, never shown
 * @param permissions by tenant id
 */
public record Caller(String identity, Map<String, Set<Permission>> permissions) {

    public Caller {
        permissions = Map.copyOf(permissions);
    }

    /** True where the caller may know that the tenant exists. */
    public boolean sees(String tenant) {
        return permissions.containsKey(tenant);
    }

    public boolean may(Permission permission, String tenant) {
        return permissions.getOrDefault(tenant, Set.of()).contains(permission);
    }

    /** The ids of all tenants that the caller sees, in order. */
    public NavigableSet<String> tenants() {
        return new TreeMap<>(permissions).navigableKeySet();
    }

    @Override
    public String toString() {
        return "Caller" + permissions.keySet();
    }
}
