package io.quotagate.api;

import io.quotagate.aggregation.Found;
import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Reading;
import io.quotagate.aggregation.Snapshot;
import io.quotagate.provider.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What caches are told of a report: how old it is and how long it may be used. The oldest numbers decide its age, those
 * that are due first its freshness. All moments are on the monotonic clock.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111">RFC 9111</a>, HTTP caching
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5861">RFC 5861</a>, stale-while-revalidate and stale-if-error
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9211">RFC 9211</a>, Cache-Status
 */
public final class CacheHeaders {

    /** What an answer depends on beside its URL. */
    public static final String VARY = "Accept, Accept-Encoding, Authorization, X-API-Key, Prefer";

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** What is missing may be there soon: nobody should keep a part for long. */
    private static final long LONGEST_OF_A_PART = 5;

    private final Extent extent;
    private final Spans spans;

    /** How much of what was asked is shown, and how. */
    enum Extent {
        FRESH,
        /** Something has nothing to show, the rest is fresh. */
        PARTIAL,
        STALE
    }

    /** @param freshSeconds how long the numbers were fresh when they were new */
    private record Spans(long observed, long freshUntil, long staleUntil, long freshSeconds) {

        private static final Spans NONE = new Spans(0, 0, 0, -1);

        private boolean isNone() {
            return freshSeconds < 0;
        }

        private static Spans of(Connection connection, Snapshot snapshot) {
            long observed = snapshot.observedNanos();
            return new Spans(
                    observed,
                    observed + connection.freshFor().toNanos(),
                    observed + connection.staleFor().toNanos(),
                    connection.freshFor().toSeconds());
        }

        private Spans and(Spans other) {
            return new Spans(
                    earlier(observed, other.observed),
                    earlier(freshUntil, other.freshUntil),
                    earlier(staleUntil, other.staleUntil),
                    Math.min(freshSeconds, other.freshSeconds));
        }

        private static long earlier(long one, long other) {
            return one - other < 0 ? one : other;
        }
    }

    /**
     * What is told at one moment, in whole seconds.
     *
     * @param fresh how long the numbers were fresh when they were new; below 0 where there are none
     * @param age since the oldest numbers were observed
     * @param left of the freshness; below 0 where nothing is
     * @param servable how long the numbers may still stand in for a vendor that fails
     */
    record Lifetime(Extent extent, long fresh, long age, long left, long servable) {

        boolean isOfNothing() {
            return fresh < 0;
        }
    }

    private CacheHeaders(Extent extent, Spans spans) {
        this.extent = extent;
        this.spans = spans;
    }

    static CacheHeaders of(Reading reading) {
        Extent extent = Extent.FRESH;
        @Nullable Spans spans = null;
        for (Found found : reading.found()) {
            Outcome outcome = found.outcome();
            Snapshot snapshot = outcome.snapshot().orElse(null);
            Extent one = extent(outcome);
            extent = one.compareTo(extent) > 0 ? one : extent;
            if (snapshot != null) {
                Spans own = Spans.of(outcome.connection(), snapshot);
                spans = spans == null ? own : spans.and(own);
            }
        }
        return new CacheHeaders(extent, spans == null ? Spans.NONE : spans);
    }

    private static Extent extent(Outcome outcome) {
        if (outcome instanceof Outcome.Fresh) {
            return Extent.FRESH;
        }
        return outcome instanceof Outcome.Stale ? Extent.STALE : Extent.PARTIAL;
    }

    Extent extent() {
        return extent;
    }

    Lifetime at(long now) {
        return new Lifetime(extent, spans.freshSeconds, age(now), left(now), servable(now));
    }

    private long age(long now) {
        return spans.isNone() ? 0 : Math.max(0, (now - spans.observed) / SECOND);
    }

    /** What is left of the freshness, in whole seconds that have begun and ended; below 0 where nothing is. */
    private long left(long now) {
        if (spans.isNone()) {
            return 0;
        }
        long left = Math.floorDiv(spans.freshUntil - now, SECOND);
        return switch (extent) {
            case FRESH -> Math.max(left, 0);
            case PARTIAL -> Math.max(0, Math.min(left, LONGEST_OF_A_PART));
            case STALE -> Math.min(left, -1);
        };
    }

    private long servable(long now) {
        return spans.isNone() ? 0 : Math.max(0, Math.floorDiv(spans.staleUntil - now, SECOND));
    }
}
