package io.quotagate.api;

import io.netty.util.AsciiString;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id and a trace: the caller's own where it sent usable ones, else new ones; both are echoed. Dates
 * the answer, too.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.date">RFC 9110, Date</a>
 */
@Singleton
class RequestIds {

    /** Its place among the filters: before all others but the one that calls it itself. */
    static final int PRIORITY = 1_000;

    /** Every answer has it that did not come from the HTTP server alone. */
    static final CharSequence TRACEPARENT = AsciiString.cached("traceparent");

    private static final CharSequence X_REQUEST_ID = AsciiString.cached("X-Request-Id");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:+/=-]{1,128}");
    private static final Pattern TRACE_PARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final byte[] NEW_TRACE_PARENT =
            "00-tttttttttttttttttttttttttttttttt-ssssssssssssssss-00".getBytes(StandardCharsets.US_ASCII);
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Ids must differ, not surprise: each thread has a quick source of its own. */
    private final ThreadLocal<SplittableRandom> sources;

    private final Clock clock;
    private volatile Dated latest;

    /** The text of one second. */
    private record Dated(long second, AsciiString text) {}

    RequestIds(RandomGenerator random, Clock clock) {
        this.clock = clock;
        this.latest = dated(second());
        this.sources = ThreadLocal.withInitial(() -> new SplittableRandom(random.nextLong()));
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    identify(context.request());
                    context.next();
                },
                PRIORITY);
    }

    /** The trace id of a request that passed here. */
    static String traceId(RoutingContext context) {
        return traceId(context.response().headers());
    }

    /** The trace id of an answer that has one. */
    static String traceId(MultiMap answer) {
        String parent = answer.get(TRACEPARENT);
        return parent == null ? "" : parent.substring(TRACE, TRACE + 32);
    }

    private long second() {
        return Math.floorDiv(clock.millis(), 1_000);
    }

    private static Dated dated(long second) {
        return new Dated(second, new AsciiString(Times.http(Instant.ofEpochSecond(second))));
    }

    private AsciiString date() {
        long now = second();
        Dated known = latest;
        if (known.second() != now) {
            known = dated(now);
            latest = known;
        }
        return known.text();
    }

    /** Puts the ids, the date and what browsers are told into the answer. */
    void identify(HttpServerRequest request) {
        SecurityHeaders.put(request);
        identify(request.headers(), request.response().headers());
    }

    /** The same without what browsers are told. */
    void identify(MultiMap given, MultiMap answer) {
        answer.set(HttpHeaders.DATE, date())
                .set(TRACEPARENT, traceParent(given.get(TRACEPARENT)))
                .set(X_REQUEST_ID, requestId(given.get(X_REQUEST_ID)));
    }

    private CharSequence traceParent(@Nullable String given) {
        if (given != null && isTraceParent(given)) {
            return given;
        }
        SplittableRandom random = sources.get();
        byte[] text = NEW_TRACE_PARENT.clone();
        hex(random.nextLong(), text, TRACE);
        hex(random.nextLong(), text, TRACE + 16);
        hex(random.nextLong(), text, SPAN);
        return new AsciiString(text, false);
    }

    /** True for one that is echoed. */
    static boolean isTraceParent(String given) {
        return TRACE_PARENT.matcher(given).matches();
    }

    private CharSequence requestId(@Nullable String given) {
        if (given != null && REQUEST_ID.matcher(given).matches()) {
            return given;
        }
        SplittableRandom random = sources.get();
        byte[] text = new byte[32];
        hex(random.nextLong(), text, 0);
        hex(random.nextLong(), text, 16);
        return new AsciiString(text, false);
    }

    private static void hex(long value, byte[] text, int from) {
        long rest = value;
        for (int at = from + 15; at >= from; at--) {
            text[at] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
