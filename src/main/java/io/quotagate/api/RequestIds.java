package io.quotagate.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives every request an id and a trace: the caller's own where it sent usable ones, else new ones; both are echoed.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
@ApplicationScoped
class RequestIds {

    private static final String TRACE_ID = "quotagate.trace-id";
    private static final int FIRST = 1_000;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    void register(@Observes Filters filters) {
        filters.register(this::identify, FIRST);
    }

    /** The trace id of a request that passed here. */
    static String traceId(RoutingContext context) {
        return context.get(TRACE_ID, "");
    }

    private void identify(RoutingContext context) {
        String parent = context.request().getHeader("traceparent");
        Matcher given = TRACE_PARENT.matcher(parent == null ? "" : parent);
        boolean usable = given.matches();
        String traceId = usable ? given.group(1) : hex(16);
        String requestId = context.request().getHeader("X-Request-Id");
        context.put(TRACE_ID, traceId);
        context.response()
                .putHeader("traceparent", usable ? parent : "00-" + traceId + "-" + hex(8) + "-00")
                .putHeader(
                        "X-Request-Id",
                        requestId != null && REQUEST_ID.matcher(requestId).matches() ? requestId : hex(16));
        context.next();
    }

    private String hex(int bytes) {
        byte[] id = new byte[bytes];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
