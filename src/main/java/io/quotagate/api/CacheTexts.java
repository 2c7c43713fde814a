package io.quotagate.api;

import io.netty.util.AsciiString;
import io.quotagate.aggregation.Retrieval;
import io.quotagate.api.CacheHeaders.Extent;
import io.quotagate.api.CacheHeaders.Lifetime;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How lifetimes are written, for all answers together: each has its own few seconds a minute, and all have the same. Kept
 * with each answer, every read of another tenant would leave garbage among what lives long.
 */
@Singleton
class CacheTexts {

    private static final int SLOTS = 2_048;

    /** The latest of each slot. */
    private final AtomicReferenceArray<@Nullable Texts> written = new AtomicReferenceArray<>(SLOTS);

    /** The values of the headers, as they go out. */
    record Texts(Lifetime lifetime, AsciiString age, AsciiString cacheControl, AsciiString hit) {

        private static Texts of(Lifetime lifetime) {
            return new Texts(
                    lifetime,
                    new AsciiString(Long.toString(lifetime.age())),
                    new AsciiString(CacheTexts.cacheControl(lifetime)),
                    new AsciiString("quotagate; hit; ttl=" + lifetime.left()));
        }

        /** The Cache-Status of a read that came by its numbers in this way. */
        String status(Retrieval retrieval) {
            return switch (retrieval) {
                case HIT -> hit.toString();
                case REQUEST -> "quotagate; fwd=request";
                case REQUEST_COLLAPSED -> "quotagate; fwd=request; collapsed";
                case STALE -> "quotagate; fwd=stale";
                case STALE_COLLAPSED -> "quotagate; fwd=stale; collapsed";
                case MISS -> "quotagate; fwd=miss";
                case MISS_COLLAPSED -> "quotagate; fwd=miss; collapsed";
            };
        }
    }

    /** The texts of that lifetime; mostly written before, for this answer or another one of the same age. */
    Texts of(Lifetime lifetime) {
        int slot = slot(lifetime);
        Texts known = written.get(slot);
        if (known != null && known.lifetime().equals(lifetime)) {
            return known;
        }
        Texts texts = Texts.of(lifetime);
        written.set(slot, texts);
        return texts;
    }

    private static int slot(Lifetime lifetime) {
        return (int) (((lifetime.age() * 31 + lifetime.left()) * 31 + lifetime.servable()) & SLOTS - 1);
    }

    private static String cacheControl(Lifetime lifetime) {
        if (lifetime.isOfNothing()) {
            return "private, max-age=0";
        }
        long maxAge = lifetime.extent() == Extent.STALE ? 0 : lifetime.age() + lifetime.left();
        return "private, max-age=" + maxAge + ", stale-while-revalidate=" + lifetime.fresh() + ", stale-if-error="
                + lifetime.servable();
    }
}
