package io.quotagate.provider;

import java.time.Duration;

/**
 * The moment by which a fetch has ended, with all its calls and the waits before them. It is handed down to each, so that
 * none begins what it cannot finish.
 *
 * @param nanos on that clock
 */
public record Deadline(MonotonicClock clock, long nanos) {

    /** The moment that far from now. */
    public static Deadline in(Duration time, MonotonicClock clock) {
        return new Deadline(clock, clock.nanos() + time.toNanos());
    }

    /** This, or the moment that far from now where that is earlier. */
    public Deadline orIn(Duration time) {
        Deadline other = in(time, clock);
        return other.nanos - nanos < 0 ? other : this;
    }

    /** What is left of the time; never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - clock.nanos()));
    }

    public boolean isOver() {
        return left().isZero();
    }
}
