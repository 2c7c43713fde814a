package io.quotagate.api;

import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** By what a caller was let in whose request lasts: it is looked at again and again. */
final class Pass {

    private final Tenants tenants;
    private final BearerTokens tokens;
    private final List<String> keys;
    private final Optional<String> token;

    /** @param request of a caller that was let in */
    Pass(Tenants tenants, BearerTokens tokens, HttpServerRequest request) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.keys = List.copyOf(request.headers().getAll(Authentication.API_KEY));
        this.token = Authentication.bearers(request.headers()).stream().findFirst();
    }

    /** True for one whose look takes a signature's check. */
    boolean isToken() {
        return token.isPresent();
    }

    /** False as soon as the caller may not read the tenant any more. An issuer that cannot be asked takes nothing back. */
    Uni<Boolean> isGood(String tenant) {
        if (token.isEmpty()) {
            boolean good = Authentication.caller(tenants, keys)
                    .filter(caller -> caller.may(Permission.READ, tenant))
                    .isPresent();
            return Uni.createFrom().item(good);
        }
        return tokens.caller(token.get())
                .map((Caller caller) -> caller.may(Permission.READ, tenant))
                .onFailure()
                .recoverWithItem(failure -> !(failure instanceof ProblemException problem && problem.status() == 401));
    }
}
