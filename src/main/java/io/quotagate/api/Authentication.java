package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Tenants;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets nobody past {@code /v1} without valid credentials, also where the path does not exist, so that what exists is not
 * told to strangers.
 */
class Authentication {

    private static final String API_KEY = "X-API-Key";
    private static final String AUTHORIZATION = "Authorization";

    private final Tenants tenants;
    private final CurrentCaller current;

    Authentication(Tenants tenants, CurrentCaller current) {
        this.tenants = tenants;
        this.current = current;
    }

    @ServerRequestFilter(preMatching = true)
    void authenticate(ContainerRequestContext request) {
        if (isProtected(request.getUriInfo().getPath())) {
            current.is(caller(request).orElseThrow(ProblemException::unauthenticated));
        }
    }

    private static boolean isProtected(String path) {
        String rooted = path.startsWith("/") ? path : "/" + path;
        return rooted.equals("/v1") || rooted.startsWith("/v1/");
    }

    private Optional<Caller> caller(ContainerRequestContext request) {
        List<String> keys = request.getHeaders().getOrDefault(API_KEY, List.of());
        boolean bearer = request.getHeaders().getOrDefault(AUTHORIZATION, List.of()).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer"));
        if (!keys.isEmpty() && bearer) {
            throw ProblemException.invalid(
                    List.of(new Invalid(AUTHORIZATION, "must not be sent together with " + API_KEY)));
        }
        return keys.size() == 1 ? tenants.caller(bytes(keys.get(0))) : Optional.empty();
    }

    /** As they were sent: the HTTP server reads each byte of a header as one character. */
    static byte[] bytes(String header) {
        return header.getBytes(StandardCharsets.ISO_8859_1);
    }
}
