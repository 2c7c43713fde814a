package io.quotagate.provider;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A rate as callers of an API know it: all of its calls at once, and from then on as many as come back. Where it is full
 * a span of its length may see nearly twice as many, unlike with a {@link Rate} that somebody else counts.
 */
public record Burst(int calls, Duration period) implements Pace {

    public static Burst of(Rate rate) {
        return new Burst(rate.calls(), rate.period());
    }

    /** In whole microseconds: a shared store knows nothing smaller. */
    @Override
    public long intervalNanos() {
        long micro = TimeUnit.MICROSECONDS.toNanos(1);
        long each = calls * micro;
        return (period.toNanos() + each - 1) / each * micro;
    }

    @Override
    public long toleranceNanos() {
        return (calls - 1) * intervalNanos();
    }

    /** How many calls are in the bucket that is full again after the time given. */
    public long left(long fullNanos) {
        return Math.max(0, (calls * intervalNanos() - fullNanos) / intervalNanos());
    }
}
