package io.quotagate.provider;

import java.time.Duration;

/** Does something later, on the clock by which time is told. */
@FunctionalInterface
public interface Alarm {

    /** @param task short, as it may run on an event loop */
    void after(Duration time, Runnable task);
}
