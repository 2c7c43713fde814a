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
     * @param mark of what was known
     * @param shown whether it was shown as fresh, as stale or not at all
     * @param untilNanos from then on the same knowledge may be shown in another way; on the monotonic clock
     */
    public record Standing(ConnectionKey key, Known.Mark mark, Class<? extends Outcome> shown, long untilNanos) {

        /** True where another read took the same from the same. */
        @SuppressWarnings("ReferenceEquality") // each piece of knowledge has a mark of its own
        public boolean isSameAs(Standing other) {
            return mark == other.mark && isLasting() && shown == other.shown;
        }

        /** False where something newer is known, or might be, or where this was said for another reason. */
        boolean isLasting() {
            return !mark.isDropped();
        }

        /** True where the next read would show the same without asking anybody. */
        public boolean holds(long nanos) {
            return isLasting() && nanos - untilNanos < 0;
        }
    }

    Found(Outcome outcome, Retrieval retrieval, Known known, long untilNanos) {
        this(
                outcome,
                retrieval,
                new Standing(outcome.connection().key(), known.mark(), outcome.getClass(), untilNanos));
    }

    /** What is shown once and not again. */
    static Found once(Outcome outcome, Retrieval retrieval) {
        return new Found(outcome, retrieval, Known.UNSEEN, 0);
    }

    Found by(Retrieval other) {
        return new Found(outcome, other, standing);
    }
}
