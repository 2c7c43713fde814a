package io.quotagate.aggregation;

import io.quotagate.provider.ConnectionKey;

/**
 * What a read got of one connection, how, and for how long the same read would get the same.
 *
 * @param standing what the outcome was taken from
 */
public record Found(Outcome outcome, Retrieval retrieval, Standing standing) {

    /**
     * What an outcome was taken from. As long as it stands, the next read shows the same without asking anybody.
     *
     * @param known compared by identity
     * @param shown whether it was shown as fresh, as stale or not at all
     * @param untilNanos from then on the same knowledge may be shown in another way; on the monotonic clock
     */
    public record Standing(ConnectionKey key, Known known, Class<? extends Outcome> shown, long untilNanos) {

        /** True where another read took the same from the same. */
        @SuppressWarnings("ReferenceEquality") // two that are equal were still learned at different times
        public boolean isSameAs(Standing other) {
            return isLasting() && key.equals(other.key) && known == other.known && shown == other.shown;
        }

        /** False where nothing was taken from anything, but said for another reason. */
        @SuppressWarnings("ReferenceEquality") // as above
        boolean isLasting() {
            return known != Known.UNSEEN;
        }

        @SuppressWarnings("ReferenceEquality") // as above
        boolean holds(Known now, long nanos) {
            return now == known && nanos - untilNanos < 0;
        }
    }

    Found(Outcome outcome, Retrieval retrieval, Known known, long untilNanos) {
        this(outcome, retrieval, new Standing(outcome.connection().key(), known, outcome.getClass(), untilNanos));
    }

    /** What is shown once and not again. */
    static Found once(Outcome outcome, Retrieval retrieval) {
        return new Found(outcome, retrieval, Known.UNSEEN, Long.MIN_VALUE);
    }

    Found by(Retrieval other) {
        return new Found(outcome, other, standing);
    }
}
