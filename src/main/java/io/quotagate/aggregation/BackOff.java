package io.quotagate.aggregation;

import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long a connection is left alone after failures: doubling, spread by a fifth, and at least as the vendor asks. */
final class BackOff {

    private static final int SPREAD_PERMILLE = 200;
    private static final int LONGEST_DOUBLING = 30;

    private final FetchConfig.BackOff config;
    private final RandomGenerator random;

    BackOff(FetchConfig.BackOff config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** The failure as it is remembered, after those that came right before it. */
    Failure failure(ProviderException exception, @Nullable Failure before, Instant now, long nanos) {
        int failures = before == null ? 1 : before.consecutiveFailures() + 1;
        Duration wait = delay(failures);
        Duration asked = exception.retryAfter().orElse(Duration.ZERO);
        boolean longer = asked.compareTo(wait) > 0;
        Duration pause = longer ? asked : wait;
        return new Failure(
                exception.reason(),
                exception.detail(),
                exception.vendorCode(),
                exception.vendorRequestId(),
                Optional.of(now),
                Optional.of(now.plus(pause)),
                nanos + pause.toNanos(),
                longer && !exception.isRationed() ? Failure.Wish.VENDORS : Failure.Wish.OURS,
                failures);
    }

    /** What is remembered where the vendor was not asked: it has not failed once more, and keeps the failure that it has. */
    static Failure refusal(ProviderException exception, @Nullable Failure before, Instant now, long nanos) {
        if (before != null && !before.isOver(nanos)) {
            return before;
        }
        Duration pause = exception.retryAfter().orElse(Duration.ZERO);
        return new Failure(
                exception.reason(),
                exception.detail(),
                Optional.empty(),
                Optional.empty(),
                before == null ? Optional.empty() : before.lastAttemptAt(),
                Optional.of(now.plus(pause)),
                nanos + pause.toNanos(),
                Failure.Wish.OURS,
                before == null ? 0 : before.consecutiveFailures());
    }

    private Duration delay(int failures) {
        long doublings = Math.min(failures - 1, LONGEST_DOUBLING);
        long max = config.max().toMillis();
        long plain = Math.min(config.initial().toMillis() << doublings, max);
        long spread = plain * random.nextInt(1_000 - SPREAD_PERMILLE, 1_000 + SPREAD_PERMILLE + 1) / 1_000;
        return Duration.ofMillis(Math.min(spread, max));
    }
}
