package io.quotagate.api;

import io.netty.util.AsciiString;
import io.quotagate.aggregation.Found;
import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Reading;
import io.quotagate.aggregation.Retrieval;
import io.quotagate.aggregation.Snapshot;
import io.quotagate.provider.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What caches are told of a report: how old it is and how long it may be used. The oldest numbers decide its age, those
 * that are due first its freshness. All moments are on the monotonic clock.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111">RFC 9111</a>, HTTP caching
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5861">RFC 5861</a>, stale-while-revalidate and stale-if-error
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9211">RFC 9211</a>, Cache-Status
 */
final class CacheHeaders {

    static final String VARY = "Accept, Accept-Encoding, Authorization, X-API-Key, Prefer";

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** What is missing may be there soon: nobody should keep a part for long. */
    private static final long LONGEST_OF_A_PART = 5;

    private static final int SLOTS = 2_048;
    /**
     * What was written of late, for all reports together: each has its own few seconds a minute, and all have the same.
     * Kept with each report it would make every read of another tenant leave garbage among what lives long.
     */
    private static final AtomicReferenceArray<@Nullable Values> WRITTEN = new AtomicReferenceArray<>(SLOTS);

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

    /** How some numbers of seconds are written. */
    record Values(
            Extent extent,
            long freshSeconds,
            long ageSeconds,
            long leftSeconds,
            long servableSeconds,
            AsciiString age,
            AsciiString cacheControl,
            AsciiString hit) {}

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

    /** The header values now; mostly written before, for this report or another one of the same age. */
    Values at(long now) {
        long age = age(now);
        long left = left(now);
        long servable = servable(now);
        int slot = (int) (((age * 31 + left) * 31 + servable) & SLOTS - 1);
        Values known = WRITTEN.get(slot);
        if (known != null
                && known.ageSeconds == age
                && known.leftSeconds == left
                && known.servableSeconds == servable
                && known.freshSeconds == spans.freshSeconds
                && known.extent == extent) {
            return known;
        }
        Values values = values(age, left, servable);
        WRITTEN.set(slot, values);
        return values;
    }

    /** The Cache-Status of a read that came by its numbers in this way. */
    static String status(Retrieval retrieval, Values values) {
        return switch (retrieval) {
            case HIT -> values.hit().toString();
            case REQUEST -> "quotagate; fwd=request";
            case REQUEST_COLLAPSED -> "quotagate; fwd=request; collapsed";
            case STALE -> "quotagate; fwd=stale";
            case STALE_COLLAPSED -> "quotagate; fwd=stale; collapsed";
            case MISS -> "quotagate; fwd=miss";
            case MISS_COLLAPSED -> "quotagate; fwd=miss; collapsed";
        };
    }

    private Values values(long age, long left, long servable) {
        return new Values(
                extent,
                spans.freshSeconds,
                age,
                left,
                servable,
                new AsciiString(Long.toString(age)),
                new AsciiString(cacheControl(age, left, servable)),
                new AsciiString("quotagate; hit; ttl=" + left));
    }

    private String cacheControl(long age, long left, long servable) {
        if (spans.isNone()) {
            return "private, max-age=0";
        }
        long maxAge = extent == Extent.STALE ? 0 : age + left;
        return "private, max-age=" + maxAge + ", stale-while-revalidate=" + spans.freshSeconds + ", stale-if-error="
                + servable;
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
