package io.quotagate.provider;

/** Time that only goes forward, however the wall clock is set; tells spans, not dates. */
@FunctionalInterface
public interface MonotonicClock {

    /** Nanoseconds since an arbitrary moment; only differences mean something, and they may wrap around. */
    long nanos();
}
