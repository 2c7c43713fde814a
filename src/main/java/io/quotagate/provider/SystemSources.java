package io.quotagate.provider;

import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** The one place where real time and real chance come in. */
class SystemSources {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    MonotonicClock monotonicClock() {
        return System::nanoTime;
    }

    @Produces
    @Singleton
    Alarm alarm(Vertx vertx) {
        // Rounded up: whoever comes too early would only have to wait again.
        return (time, task) -> vertx.setTimer(time.toMillis() + 1, timer -> task.run());
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }
}
