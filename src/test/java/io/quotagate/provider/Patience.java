package io.quotagate.provider;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what real I/O brings about, and not for ever. */
public final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private Patience() {}

    /** @param what names the condition where it never comes true */
    public static void until(String what, BooleanSupplier condition) {
        until(LONGEST, what, condition);
    }

    /** For what takes longer, such as the start of a process. */
    public static void until(Duration longest, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true: " + what);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
