package io.quotagate.api;

import io.netty.util.AsciiString;
import io.quotagate.aggregation.Found;
import io.quotagate.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as it goes out, with what it was made from: it serves as long as that stands. */
final class Rendered {

    private static final long BETWEEN_TOUCHES = Duration.ofSeconds(10).toNanos();
    /** A page token is good for the day on which it was made and the next. */
    private static final long LONGEST_WITH_A_LINK = Duration.ofHours(23).toNanos();

    private final Tenant tenant;
    private final List<Found.Standing> standings;
    private final Content content;
    private final CacheHeaders caching;
    /** When it was last said to be in use. Plain: a race costs one time too many. */
    private long touchedNanos;

    private final long madeNanos;

    private volatile byte @Nullable [] gzip;

    /**
     * What goes out.
     *
     * @param plain is not copied
     * @param link to the next page; null where there is none
     * @param disposition null where it is not meant to be kept as a file
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Content(
            byte[] plain,
            EntityTag tag,
            AsciiString type,
            @Nullable String link,
            @Nullable AsciiString disposition) {}

    /**
     * @param tenant as it was configured
     * @param nanos now, on the monotonic clock
     */
    Rendered(Tenant tenant, List<Found.Standing> standings, Content content, CacheHeaders caching, long nanos) {
        this.tenant = tenant;
        this.standings = standings;
        this.content = content;
        this.caching = caching;
        this.touchedNanos = nanos;
        this.madeNanos = nanos;
    }

    /** True where it was made for the tenant as it is configured now. */
    @SuppressWarnings("ReferenceEquality") // every version of a tenant is an object of its own
    boolean isOf(@Nullable Tenant now) {
        return tenant == now;
    }

    /** True where it was made from the same. */
    boolean isFrom(List<Found.Standing> others) {
        if (standings.size() != others.size()) {
            return false;
        }
        for (int at = 0; at < others.size(); at++) {
            if (!standings.get(at).isSameAs(others.get(at))) {
                return false;
            }
        }
        return true;
    }

    /** True where the next read would show the same without asking anybody. */
    boolean stands(long nanos) {
        if (!isCurrent(nanos)) {
            return false;
        }
        for (int at = 0; at < standings.size(); at++) {
            if (!standings.get(at).holds(nanos)) {
                return false;
            }
        }
        return true;
    }

    /** False where the token of its next page may be too old for whoever gets it now. */
    boolean isCurrent(long nanos) {
        return content.link() == null || nanos - madeNanos < LONGEST_WITH_A_LINK;
    }

    /** True now and then, for one reader: what caches keep by its use has to be told that this is used. */
    boolean isTouchDue(long nanos) {
        boolean due = nanos - touchedNanos >= BETWEEN_TOUCHES;
        if (due) {
            touchedNanos = nanos;
        }
        return due;
    }

    /** The same, standing on those that it was also made from: they may stand longer. */
    Rendered standing(List<Found.Standing> others) {
        if (standings.equals(others)) {
            return this;
        }
        Rendered same = new Rendered(tenant, others, content, caching, madeNanos);
        same.gzip = gzip;
        return same;
    }

    Tenant tenant() {
        return tenant;
    }

    List<Found.Standing> standings() {
        return standings;
    }

    /** Not copied: must not be changed. */
    byte[] plain() {
        return content.plain();
    }

    /** Not copied: must not be changed. Compressed for the first caller that wants it, and kept. */
    byte[] gzip() {
        byte[] known = gzip;
        if (known == null) {
            known = Gzip.of(content.plain());
            gzip = known;
        }
        return known;
    }

    EntityTag tag() {
        return content.tag();
    }

    /** The value of Content-Type. */
    AsciiString type() {
        return content.type();
    }

    @Nullable
    String link() {
        return content.link();
    }

    @Nullable
    AsciiString disposition() {
        return content.disposition();
    }

    CacheHeaders caching() {
        return caching;
    }
}
