package io.quotagate.provider;

import io.quotagate.provider.Buckets.Taken;

/**
 * A token bucket in the form of a moment, as the generic cell rate algorithm has it: pure, and exact without fractions.
 * A vendor that throttles halves its rate, not below a sixteenth or one call in ten seconds; from then on a tenth of the
 * rate comes back with each minute.
 *
 * @param fullNanos when it is full again
 * @param permille of the rate, when the vendor throttled last; 1000 where it never did
 * @param throttledNanos when that was
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">Generic cell rate algorithm</a>
 */
record Bucket(long fullNanos, int permille, long throttledNanos) {

    static final int WHOLE = 1_000;
    static final int LOWEST = 63;
    static final long NANOS_PER_PERMILLE = 600_000_000L;
    /** Calls that were under way when the vendor throttled are throttled too: that is not said twice. */
    static final long SAME_NANOS = 5_000_000_000L;

    static final long SLOWEST_NANOS = 10_000_000_000L;

    /** What is left after calls were taken, and what was taken. */
    record Drawn(Bucket left, Taken taken) {}

    static Bucket full(long nanos) {
        return new Bucket(nanos, WHOLE, nanos);
    }

    /** Takes as many as there are, at most those wanted. */
    Drawn draw(Pace pace, int wanted, long nanos) {
        long interval = interval(pace, nanos);
        long tolerance = tolerance(pace, nanos);
        // Further off it was drawn at a lower rate, which is not in force any more.
        long latest = nanos + pace.toleranceNanos() + interval;
        long base = later(latest - fullNanos < 0 ? latest : fullNanos, nanos);
        long early = nanos + tolerance - base;
        int calls = early < 0 ? 0 : (int) Math.min(wanted, early / interval + 1);
        long full = base + calls * interval;
        Bucket left = new Bucket(full, permille, throttledNanos);
        return new Drawn(left, new Taken(calls, Math.max(0, full - tolerance - nanos), interval, full - nanos));
    }

    /** A call that was taken before went only now. */
    Bucket late(Pace pace, long nanos) {
        return new Bucket(later(fullNanos, nanos + interval(pace, nanos)), permille, throttledNanos);
    }

    /** The vendor throttled: half as many from now on, and none at once. */
    Bucket throttled(Pace pace, long nanos) {
        if (permille < WHOLE && nanos - throttledNanos < SAME_NANOS) {
            return this;
        }
        Bucket slow = new Bucket(fullNanos, Math.max(LOWEST, share(nanos) / 2), nanos);
        return slow.late(pace, nanos);
    }

    /** How long there is anything to be remembered. */
    long memoryNanos(long nanos) {
        long recovered = throttledNanos + (WHOLE - permille) * NANOS_PER_PERMILLE;
        return Math.max(0, later(fullNanos, recovered) - nanos);
    }

    private int share(long nanos) {
        return (int) Math.min(WHOLE, permille + (nanos - throttledNanos) / NANOS_PER_PERMILLE);
    }

    private long interval(Pace pace, long nanos) {
        long plain = pace.intervalNanos();
        int share = share(nanos);
        return share == WHOLE || plain >= SLOWEST_NANOS ? plain : Math.min(plain * WHOLE / share, SLOWEST_NANOS);
    }

    /** Whoever was told to slow down comes evenly. */
    private long tolerance(Pace pace, long nanos) {
        return share(nanos) == WHOLE ? pace.toleranceNanos() : 0;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
