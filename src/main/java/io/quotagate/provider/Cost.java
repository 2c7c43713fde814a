package io.quotagate.provider;

/** How many calls a fetch from one provider takes, as the last thousands of them have shown. */
final class Cost {

    private static final int MANY = 4_096;

    private long calls;
    private long fetches;

    void call() {
        calls++;
    }

    void fetch() {
        fetches++;
        if (fetches > MANY) {
            fetches /= 2;
            calls /= 2;
        }
    }

    /** How long calls of that interval take for one fetch; that of one at least. */
    long nanos(long intervalNanos) {
        long of = Math.max(1, fetches);
        // In two parts, whose products stay small.
        return Math.max(intervalNanos, intervalNanos / of * calls + intervalNanos % of * calls / of);
    }
}
