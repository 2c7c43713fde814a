package io.quotagate.api;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.cors.CORSConfig;
import io.quarkus.vertx.http.runtime.cors.CORSFilter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which pages of other origins may read answers in a browser: none, unless {@code quarkus.http.cors.enabled} and {@code
 * .origins} say so. Whoever is not let in is answered like anybody without an origin, and the browser keeps the answer from
 * the page; credentials are never a cookie, so that no page can use those of its reader.
 */
@Singleton
class CrossOrigin {

    private static final int BEFORE_HOT_READS = RequestIds.PRIORITY + 200;
    private static final String ORIGIN = "Origin";

    private final CORSConfig config;
    private final List<Pattern> patterns;

    CrossOrigin(VertxHttpConfig http) {
        this.config = http.cors();
        this.patterns = CORSFilter.parseAllowedOriginsRegex(config.origins());
    }

    void register(@Observes Filters filters) {
        if (config.enabled()) {
            filters.register(this::handle, BEFORE_HOT_READS);
        }
    }

    private void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isAllowed(origin)) {
            // The framework's own filter would refuse it with words of its own.
            context.request().headers().remove(HttpHeaders.ORIGIN);
        }
        context.addHeadersEndHandler(done -> context.response().headers().add(HttpHeaders.VARY, ORIGIN));
        context.next();
    }

    private boolean isAllowed(String origin) {
        List<String> origins = config.origins().orElse(List.of());
        return origins.contains("*") || origins.contains(origin) || CORSFilter.isOriginAllowedByRegex(patterns, origin);
    }
}
