package io.quotagate.api;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quotagate.api.Problem.Invalid;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.AuditEntry;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets nobody past {@code /v1} and {@code /portal} without valid credentials, also where the path does not exist, so that
 * what exists is not told to strangers. Whoever fails again and again waits for the answer.
 */
class Authentication {

    static final String API_KEY = "X-API-Key";
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "bearer";
    /** Under which nothing is answered to strangers. */
    static final List<String> ROOTS = List.of("/v1", "/portal");

    private final Tenants tenants;
    private final BearerTokens tokens;
    private final FailedAttempts failures;
    private final Audit audit;
    private final CurrentVertxRequest current;

    Authentication(
            Tenants tenants, BearerTokens tokens, FailedAttempts failures, Audit audit, CurrentVertxRequest current) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.failures = failures;
        this.audit = audit;
        this.current = current;
    }

    /** Null where it is decided already. */
    @ServerRequestFilter(preMatching = true)
    @Nullable
    Uni<Void> authenticate(ContainerRequestContext request) {
        if (!isProtected(request)) {
            return null;
        }
        RoutingContext context = current.getCurrent();
        MultiMap headers = context.request().headers();
        List<String> keys = headers.getAll(API_KEY);
        List<String> bearers = bearers(headers);
        if (!keys.isEmpty() && !bearers.isEmpty()) {
            throw ProblemException.invalid(
                    List.of(new Invalid(AUTHORIZATION, "must not be sent together with " + API_KEY)));
        }
        if (!keys.isEmpty()) {
            return byKey(context, keys);
        }
        return bearers.isEmpty() || !tokens.isOn() ? strange() : byToken(context, bearers);
    }

    static boolean isProtected(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        return isProtected(path.startsWith("/") ? path : "/" + path);
    }

    /** True for the API and for what the portal shows of tenants. */
    static boolean isProtected(String path) {
        return ROOTS.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    /** The tokens of a request. */
    static List<String> bearers(MultiMap headers) {
        return headers.getAll(AUTHORIZATION).stream()
                .filter(Authentication::isBearer)
                .map(value -> value.substring(BEARER.length()).strip())
                .toList();
    }

    private static boolean isBearer(String value) {
        return value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && (value.length() == BEARER.length() || value.charAt(BEARER.length()) == ' ');
    }

    private Uni<Void> strange() {
        throw ProblemException.unauthenticated(tokens.isOn());
    }

    private @Nullable Uni<Void> byKey(RoutingContext context, List<String> keys) {
        Optional<Caller> caller = caller(tenants, keys);
        if (caller.isEmpty()) {
            String address = FailedAttempts.address(context);
            audit.tell(AuditEntry.refused(Caller.Kind.API_KEY, address));
            return failures.slow(address, ProblemException.unauthenticated(tokens.isOn()));
        }
        authenticated(context, caller.get());
        return null;
    }

    /** Its signature is work: whoever failed too often waits before it is done. */
    private Uni<Void> byToken(RoutingContext context, List<String> bearers) {
        String address = FailedAttempts.address(context);
        if (bearers.size() > 1) {
            return failures.slow(address, ProblemException.invalidToken());
        }
        String token = bearers.get(0);
        return failures.turn(address)
                .chain(() -> tokens.caller(token))
                .invoke(caller -> authenticated(context, caller))
                .onFailure(Authentication::isRefusal)
                .invoke(() -> {
                    var unused = failures.count(address);
                    audit.tell(AuditEntry.refused(Caller.Kind.BEARER_TOKEN, address));
                })
                .replaceWithVoid();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem && problem.status() == 401;
    }

    private void authenticated(RoutingContext context, Caller caller) {
        CurrentCaller.is(context, caller);
        audit.used(caller);
    }

    /**
     * The caller that the keys of a request make; a second one is none, as nobody knows which of them counts.
     *
     * @param keys as they were sent: the HTTP server reads each byte of a header as one character
     */
    static Optional<Caller> caller(Tenants tenants, List<String> keys) {
        return keys.size() == 1 ? tenants.caller(keys.get(0).getBytes(StandardCharsets.ISO_8859_1)) : Optional.empty();
    }
}
