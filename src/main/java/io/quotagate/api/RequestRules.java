package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Looks at what is common to all requests once it is known who asks, and before it is known what for. */
class RequestRules {

    private final RequestConfig config;
    private final AllowedMethods methods;

    RequestRules(RequestConfig config, AllowedMethods methods) {
        this.config = config;
        this.methods = methods;
    }

    @ServerRequestFilter(preMatching = true, priority = Priorities.USER + 100)
    void check(HttpServerRequest request) {
        List<Invalid> invalid = crowded(request.query())
                .or(() -> unreadable(request.getHeader(HttpHeaders.CONTENT_TYPE)))
                .map(List::of)
                .orElse(List.of());
        if (!invalid.isEmpty()) {
            throw ProblemException.invalid(invalid);
        }
    }

    /** The framework would name the methods of all paths together, for paths that do not exist as well. */
    @ServerRequestFilter(preMatching = true, priority = Priorities.USER + 200)
    @Nullable
    Response options(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        if (!request.method().equals(HttpMethod.OPTIONS)
                || Authentication.ROOTS.stream().noneMatch(path::startsWith)) {
            return null;
        }
        String allowed = methods.of(path).orElseThrow(ProblemException::notFound);
        return Response.noContent().header(HttpHeaders.ALLOW, allowed).build();
    }

    /** What is wrong with the number of parameters in a query. */
    private Optional<Invalid> crowded(@Nullable String query) {
        // Whatever is shorter cannot hold too many.
        if (query == null || query.length() < config.valuesPerParameter()) {
            return Optional.empty();
        }
        String[] parameters = query.split("&", config.parameters() + 2);
        if (parameters.length > config.parameters()) {
            return Optional.of(new Invalid("query", "must have at most " + config.parameters() + " parameters"));
        }
        Map<String, Integer> values = new HashMap<>();
        for (String parameter : parameters) {
            if (values.merge(name(parameter), 1, Integer::sum) > config.valuesPerParameter()) {
                return Optional.of(
                        new Invalid(name(parameter), "must have at most " + config.valuesPerParameter() + " values"));
            }
        }
        return Optional.empty();
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return URLDecoder.decode(equals < 0 ? parameter : parameter.substring(0, equals), StandardCharsets.UTF_8);
    }

    private static Optional<Invalid> unreadable(@Nullable String mediaType) {
        try {
            var unused = mediaType == null ? null : MediaType.valueOf(mediaType);
            return Optional.empty();
        } catch (IllegalArgumentException notOne) {
            return Optional.of(new Invalid(HttpHeaders.CONTENT_TYPE, "must be a media type, such as application/json"));
        }
    }
}
