package io.quotagate.api;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.AuditEntry;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers in: resolves the tenant of a request, once, and counts the request against the caller's limit. It stands
 * before every resource, so that nobody who adds one has to think of it; below here the tenant is an argument.
 */
class TenantAccess {

    /** The name that the tenant has in every path. */
    static final String TENANT = "tenantId";

    private static final String PERMISSION = TenantAccess.class.getName();

    private final Tenants tenants;
    private final CallerLimits limits;
    private final Audit audit;
    private final CurrentVertxRequest current;

    /** What needs {@link Permission#REFRESH}; everything else needs {@link Permission#READ}. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Refreshing {}

    TenantAccess(Tenants tenants, CallerLimits limits, Audit audit, CurrentVertxRequest current) {
        this.tenants = tenants;
        this.limits = limits;
        this.audit = audit;
        this.current = current;
    }

    @Refreshing
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION - 1)
    void needsRefresh(ContainerRequestContext request) {
        request.setProperty(PERMISSION, Permission.REFRESH);
    }

    /** Null where it is decided already. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    @Nullable
    Uni<Void> letIn(ContainerRequestContext request) {
        if (!Authentication.isProtected(request)) {
            return null;
        }
        RoutingContext context = current.getCurrent();
        Caller caller = CurrentCaller.of(context);
        @Nullable String id = request.getUriInfo().getPathParameters().getFirst(TENANT);
        Optional<Tenant> tenant = id == null ? Optional.empty() : Optional.of(tenant(caller, id, needed(request)));
        tenant.ifPresent(found -> CurrentCaller.asksFor(context, found));
        return counted(context, caller, tenant);
    }

    private static Permission needed(ContainerRequestContext request) {
        return request.getProperty(PERMISSION) instanceof Permission permission ? permission : Permission.READ;
    }

    /** The tenant, where the caller may do that with it; one that it may not see is as one that does not exist. */
    private Tenant tenant(Caller caller, String id, Permission permission) {
        Optional<Tenant> found = caller.sees(id) ? tenants.find(id) : Optional.empty();
        if (found.isEmpty()) {
            audit.tell(AuditEntry.denied(caller, id, "not_found"));
            throw ProblemException.notFound();
        }
        if (!caller.may(permission, id)) {
            audit.tell(AuditEntry.denied(caller, id, "missing_scope"));
            throw ProblemException.missingScope(caller, permission);
        }
        return found.get();
    }

    private @Nullable Uni<Void> counted(RoutingContext context, Caller caller, Optional<Tenant> tenant) {
        CompletableFuture<CallerLimits.Standing> standing = limits.count(context, caller);
        if (standing == null) {
            return null;
        }
        return Uni.createFrom()
                .completionStage(standing)
                .invoke(known -> {
                    if (!known.admitted()) {
                        audit.tell(AuditEntry.limited(caller, tenant));
                        throw ProblemException.rateLimited(known.waitSeconds());
                    }
                })
                .replaceWithVoid();
    }
}
