package io.quotagate.aggregation;

/** How a read came by what it shows of a connection; the later, the worse. */
public enum Retrieval {
    /** It was there. */
    HIT,
    /** The caller wanted newer numbers than there were, and waited for the vendor. */
    REQUEST_COLLAPSED,
    /** As above, and nobody had asked the vendor before. */
    REQUEST,
    /** What was there was too old to be shown: the caller waited for a fetch under way. */
    STALE_COLLAPSED,
    /** As above, and nobody had asked the vendor before. */
    STALE,
    /** Nothing was there: the caller waited for a fetch under way. */
    MISS_COLLAPSED,
    /** As above, and nobody had asked the vendor before. */
    MISS;

    /** The same for a caller that joined a fetch under way. */
    Retrieval collapsed() {
        return switch (this) {
            case HIT -> HIT;
            case REQUEST, REQUEST_COLLAPSED -> REQUEST_COLLAPSED;
            case STALE, STALE_COLLAPSED -> STALE_COLLAPSED;
            case MISS, MISS_COLLAPSED -> MISS_COLLAPSED;
        };
    }
}
