package io.quotagate.provider;

import io.opentelemetry.context.Context;
import java.time.Duration;

/**
 * The moment by which a fetch has ended, with all its calls and the waits before them. It is handed down to each, so that
 * none begins what it cannot finish.
 *
 * @param nanos on that clock
 * @param trace what the fetch is a part of, for those who follow it
 */
public record Deadline(MonotonicClock clock, long nanos, Context trace) {

    /** The moment that far from now, of what nobody follows. */
    public static Deadline in(Duration time, MonotonicClock clock) {
        return new Deadline(clock, clock.nanos() + time.toNanos(), Context.root());
    }

    /** The same moment, for a fetch that is a part of that. */
    public Deadline within(Context whole) {
        return new Deadline(clock, nanos, whole);
    }

    /** This, or the moment that far from now where that is earlier. */
    public Deadline orIn(Duration time) {
        Deadline other = in(time, clock);
        return other.nanos - nanos < 0 ? other.within(trace) : this;
    }

    /** What is left of the time; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - clock.nanos()));
    }

    public boolean isOver() {
        return left().isZero();
    }
}
