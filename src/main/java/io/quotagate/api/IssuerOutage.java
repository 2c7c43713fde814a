package io.quotagate.api;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Spares an issuer that was not reached yet: whoever sends a token would have it asked once more. From the first failure on
 * one token at a time tries, a second after the one before. Once its keys are known they are asked for by the framework's
 * own rules, and good tokens do not depend on the issuer any more.
 */
final class IssuerOutage {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Duration longestTry;
    private final AtomicReference<@Nullable Instant> nextTry = new AtomicReference<>();
    private volatile boolean reached;

    /** @param longestTry when a token that tries is given up */
    IssuerOutage(Duration longestTry) {
        this.longestTry = longestTry;
    }

    /** True for a token that may be looked at; it has to be told what came of it. */
    boolean admits(Instant now) {
        @Nullable Instant next = nextTry.get();
        return reached || next == null || (!now.isBefore(next) && nextTry.compareAndSet(next, now.plus(longestTry)));
    }

    /** The issuer's keys are known. */
    void reached() {
        reached = true;
    }

    void failed(Instant now) {
        if (!reached) {
            nextTry.set(now.plus(PAUSE));
        }
    }
}
