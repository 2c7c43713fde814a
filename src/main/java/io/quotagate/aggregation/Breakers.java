package io.quotagate.aggregation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * One repetition of a read that the vendor failed on, and a circuit breaker for each connection that failed last time:
 * the guard of one takes some 13 KB, and hardly any of a gateway's connections is in trouble. Only the vendor's own
 * faults count: a wrong key or a 429 says that it works.
 */
final class Breakers {

    private static final TypeLiteral<Uni<Observation>> TYPE = new TypeLiteral<>() {};

    private static final long RETRY_DELAY_MILLIS = 100;
    private static final long RETRY_JITTER_MILLIS = 50;

    /** Of the longest back-off, which varies by a fifth: whoever has waited for that finds the breaker half-open. */
    private static final int OPEN_PERCENT = 80;

    /** Those asked longest ago go first; without a breaker, a connection has its back-off still. */
    private static final int MOST_REMEMBERED = 1_000;

    private final FetchConfig config;
    private final MonotonicClock clock;
    private final RetryBudget budget;
    private final Duration pause;
    private final Cache<ConnectionKey, Breaker> breakers;
    private final AtomicInteger open = new AtomicInteger();
    private final Runnable onRetry;
    private final TypedGuard<Uni<Observation>> untroubled;

    /** @param onRetry told of each repetition */
    Breakers(FetchConfig config, MonotonicClock clock, Runnable onRetry) {
        this.config = config;
        this.clock = clock;
        this.onRetry = onRetry;
        this.budget = new RetryBudget(config.retry().percent());
        this.untroubled = repeating(this::mayRepeat).build();
        this.pause = config.backOff().max().multipliedBy(OPEN_PERCENT).dividedBy(100);
        this.breakers = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterAccess(pause.multipliedBy(4))
                .executor(Runnable::run)
                .removalListener(
                        (@Nullable ConnectionKey key, @Nullable Breaker breaker, RemovalCause cause) -> leave(breaker))
                .build();
    }

    private static void leave(@Nullable Breaker breaker) {
        if (breaker != null) {
            breaker.leave();
        }
    }

    /** Makes the attempt, and perhaps a second one; fails with {@link Reason#CIRCUIT_OPEN} where none is made. */
    Uni<Observation> guard(ConnectionKey key, Supplier<Uni<Observation>> attempt) {
        Breaker breaker = breakers.getIfPresent(key);
        if (breaker == null || !breaker.isOpen()) {
            budget.earn();
        }
        return breaker == null
                ? untroubled.get(attempt).onFailure(Breakers::isVendorsFault).invoke(first -> watch(key))
                : breaker.guard
                        .get(attempt)
                        .invoke(() -> breakers.invalidate(key))
                        .onFailure(CircuitBreakerOpenException.class)
                        .transform(prevented -> ProviderException.circuitOpen(breaker.left()));
    }

    private void watch(ConnectionKey key) {
        breakers.put(key, new Breaker());
    }

    private TypedGuard.Builder<Uni<Observation>> repeating(Predicate<Throwable> mayRepeat) {
        return TypedGuard.create(TYPE)
                .withRetry()
                .maxRetries(1)
                .delay(RETRY_DELAY_MILLIS, ChronoUnit.MILLIS)
                .jitter(RETRY_JITTER_MILLIS, ChronoUnit.MILLIS)
                .whenException(mayRepeat)
                .beforeRetry(this::repeat)
                .done();
    }

    private void repeat() {
        budget.spend();
        onRetry.run();
    }

    /** How many connections are not asked at present. */
    int open() {
        breakers.cleanUp();
        return open.get();
    }

    private boolean mayRepeat(Throwable failure) {
        return failure instanceof ProviderException exception && exception.isRepeatable() && budget.suffices();
    }

    private static boolean isVendorsFault(Throwable failure) {
        return failure instanceof ProviderException exception
                && (exception.reason() == Reason.UNAVAILABLE || exception.reason() == Reason.TIMEOUT);
    }

    /** The guard of one connection, and since when it lets nobody through. */
    private final class Breaker {

        /** The failure that made it stand here is the first. */
        private final TypedGuard<Uni<Observation>> guard = repeating(
                        // Where that failure has opened it, the repetition would be refused and hide the failure.
                        failure -> mayRepeat(failure) && !isOpen())
                .withCircuitBreaker()
                .requestVolumeThreshold(config.breaker().failures() - 1)
                .failureRatio(1)
                .successThreshold(1)
                .delay(pause.toMillis(), ChronoUnit.MILLIS)
                .when(Breakers::isVendorsFault)
                .onStateChange(this::turn)
                .done()
                .build();

        private boolean isOpen;
        private boolean hasLeft;
        private long openedNanos;

        private synchronized void turn(CircuitBreakerState state) {
            if (!hasLeft) {
                count(state == CircuitBreakerState.OPEN);
                openedNanos = clock.nanos();
            }
        }

        private synchronized boolean isOpen() {
            return isOpen;
        }

        private synchronized void leave() {
            count(false);
            hasLeft = true;
        }

        private void count(boolean opens) {
            if (opens != isOpen) {
                isOpen = opens;
                var unused = open.addAndGet(opens ? 1 : -1);
            }
        }

        /** What is left of the pause; a moment where a first attempt after it is still under way. */
        private synchronized Duration left() {
            Duration left = pause.minusNanos(clock.nanos() - openedNanos);
            return isOpen && left.compareTo(config.backOff().initial()) > 0
                    ? left
                    : config.backOff().initial();
        }
    }
}
