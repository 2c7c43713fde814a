package io.quotagate.api;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Tenant;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Who asks in this request, and for which tenant: what was found out before a resource is reached. */
@ApplicationScoped
public class CurrentCaller {

    private static final String CALLER = CurrentCaller.class.getName();
    private static final String TENANT = CALLER + ".tenant";

    private final CurrentVertxRequest request;

    CurrentCaller(CurrentVertxRequest request) {
        this.request = request;
    }

    static void is(RoutingContext request, Caller caller) {
        request.put(CALLER, caller);
    }

    static void asksFor(RoutingContext request, Tenant tenant) {
        request.put(TENANT, tenant);
    }

    /** The caller; a request that nobody authenticated ends here, whichever way it came. */
    public Caller get() {
        return of(request.getCurrent());
    }

    static Caller of(RoutingContext request) {
        @Nullable Caller caller = request.get(CALLER);
        if (caller == null) {
            throw ProblemException.unauthenticated(false);
        }
        return caller;
    }

    /** The tenant that the caller was let in for; whoever was not ends here. */
    public Tenant tenant(String id) {
        @Nullable Tenant tenant = request.getCurrent().get(TENANT);
        if (tenant == null || !tenant.id().equals(id)) {
            throw ProblemException.notFound();
        }
        return tenant;
    }
}
