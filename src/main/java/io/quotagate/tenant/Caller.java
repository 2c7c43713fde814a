package io.quotagate.tenant;

import io.quotagate.provider.Rate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever asks, and what it may do.
 *
 * @param identity tells callers apart, never shown; not the digest of the tenants file
 * @param name for the audit log: of the key or of the token's subject
 * @param kind by what it made itself known
 * @param permissions by tenant id; for every tenant where {@code everywhere} is there
 * @param everywhere what it may do with whatever tenant there is; empty where its tenants are named
 * @param limit its own; empty where it has that of all callers
 */
public record Caller(
        String identity,
        String name,
        Kind kind,
        Map<String, Set<Permission>> permissions,
        Optional<Set<Permission>> everywhere,
        Optional<Rate> limit) {

    /** By what a caller makes itself known. */
    public enum Kind {
        API_KEY,
        BEARER_TOKEN
    }

    public Caller {
        permissions = Map.copyOf(permissions);
        everywhere = everywhere.map(Set::copyOf);
    }

    /** True where the caller may know whether the tenant exists. */
    public boolean sees(String tenant) {
        return everywhere.isPresent() || permissions.containsKey(tenant);
    }

    public boolean may(Permission permission, String tenant) {
        Set<Permission> own = everywhere.isPresent() ? everywhere.get() : permissions.get(tenant);
        return own != null && own.contains(permission);
    }

    @Override
    public String toString() {
        return "Caller[" + name + "]";
    }
}
