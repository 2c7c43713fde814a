package io.quotagate.chaos;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;

/**
 * Runs inside a gateway's process and moves what {@link Clock#systemUTC} and {@link Instant#now} say by as many
 * milliseconds as stand in a file. The monotonic clock and all timers stay as they are, as when an operator sets the
 * time. A preloaded library would move them all, but that of Debian 12 has every timed wait end at once.
 */
public final class ClockAgent {

    static final String OFFSET = "chaos.clock.offset";

    private static final long BETWEEN_LOOKS_NANOS = 10_000_000;

    private ClockAgent() {}

    /** Becomes a part of the method that all wall clocks of Java share. */
    public static final class Moved {

        private Moved() {}

        @Advice.OnMethodExit
        static void exit(@Advice.Return(readOnly = false) Instant now) {
            now = now.plusMillis(Long.getLong("chaos.clock.offset", 0));
        }
    }

    /** @param file with the offset */
    public static void premain(String file, Instrumentation instrumentation) {
        new ByteBuddy()
                .redefine(Clock.class)
                .visit(Advice.to(Moved.class).on(named("currentInstant")))
                .make()
                .load(null, ClassReloadingStrategy.of(instrumentation))
                .getLoaded();
        Thread thread = new Thread(() -> follow(Path.of(file)), "clock-agent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void follow(Path file) {
        while (true) {
            try {
                System.setProperty(OFFSET, Files.readString(file).strip());
            } catch (IOException beingWritten) {
                Thread.onSpinWait();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}
