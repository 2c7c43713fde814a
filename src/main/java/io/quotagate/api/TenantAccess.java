package io.quotagate.api;

import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;

/** Resolves the tenant of a request, once; below here it is an argument. */
@ApplicationScoped
class TenantAccess {

    private final Tenants tenants;
    private final CurrentCaller current;

    TenantAccess(Tenants tenants, CurrentCaller current) {
        this.tenants = tenants;
        this.current = current;
    }

    /** The tenant, where the caller may do that with it; one that it may not see is as one that does not exist. */
    Tenant tenant(String id, Permission permission) {
        Caller caller = current.get();
        if (!caller.sees(id)) {
            throw ProblemException.notFound();
        }
        if (!caller.may(permission, id)) {
            throw ProblemException.of(
                    ProblemType.MISSING_SCOPE, 403, "The credentials lack the scope " + permission.scope() + ".");
        }
        return tenants.find(id).orElseThrow(ProblemException::notFound);
    }
}
