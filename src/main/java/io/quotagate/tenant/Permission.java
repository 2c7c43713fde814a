package io.quotagate.tenant;

import java.util.Arrays;
import java.util.Optional;

/** What a caller may do with a tenant. */
public enum Permission {
    READ("quota:read"),
    REFRESH("quota:refresh");

    private final String scope;

    Permission(String scope) {
        this.scope = scope;
    }

    /** The name in the tenants file and in tokens. */
    public String scope() {
        return scope;
    }

    static Optional<Permission> of(String scope) {
        return Arrays.stream(values())
                .filter(permission -> permission.scope.equals(scope))
                .findFirst();
    }
}
