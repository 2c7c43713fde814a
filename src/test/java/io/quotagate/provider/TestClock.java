package io.quotagate.provider;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Gives the gateway under test a time that tests move. */
@Singleton
class TestClock {

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00.123Z");

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Clock clock() {
        return clock;
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    MonotonicClock monotonicClock() {
        return clock;
    }
}
