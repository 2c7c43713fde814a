package io.quotagate.aggregation;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many fetches may still be repeated: each fetch earns a part of a repetition, so that a vendor in trouble gets a
 * few calls more than usual and never twice as many.
 */
final class RetryBudget {

    private static final int PRICE = 100;
    private static final int MOST_SAVED = 10 * PRICE;

    private final int percent;
    private final AtomicInteger saved = new AtomicInteger();

    /** @param percent of the fetches that may be repeated */
    RetryBudget(int percent) {
        this.percent = percent;
    }

    void earn() {
        var unused = saved.accumulateAndGet(percent, (before, more) -> Math.min(before + more, MOST_SAVED));
    }

    boolean suffices() {
        return saved.get() >= PRICE;
    }

    void spend() {
        var unused = saved.addAndGet(-PRICE);
    }
}
