package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.Failure.Wish;
import io.quotagate.provider.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final Duration PAUSE = Duration.ofSeconds(7);

    private static Failure failure(Reason reason, Optional<Instant> lastAttemptAt) {
        return new Failure(
                reason,
                "scripted",
                Optional.of("153"),
                Optional.empty(),
                lastAttemptAt,
                Optional.of(NOW.plus(PAUSE)),
                PAUSE.toNanos(),
                Wish.VENDORS,
                3);
    }

    private static Failure throughTheStore(Failure failure) {
        return FailureCodec.unpack(FailureCodec.pack(failure), NOW, PAUSE, 0).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void failureIsReadAsItWasWritten(Reason reason) {
        Failure failure = failure(reason, Optional.of(NOW.minusSeconds(1)));

        assertThat(throughTheStore(failure)).isEqualTo(failure);
    }

    @Test
    void failureWithoutAnAttemptIsReadWithoutOne() {
        Failure refused = failure(Reason.CIRCUIT_OPEN, Optional.empty());

        assertThat(throughTheStore(refused)).isEqualTo(refused);
    }

    @Test
    void attemptIsNotInTheFuture() {
        Failure failure = failure(Reason.UNAVAILABLE, Optional.of(NOW.plusSeconds(60)));

        assertThat(throughTheStore(failure).lastAttemptAt()).contains(NOW);
    }

    @Test
    void reasonThatNobodyKnowsIsNotRead() {
        byte[] packed = FailureCodec.pack(failure(Reason.TIMEOUT, Optional.of(NOW)));
        // After the version and two bytes of its length.
        packed[3] = 'X';

        assertThat(FailureCodec.unpack(packed, NOW, PAUSE, 0)).isEmpty();
    }

    @Test
    void whatAnotherVersionWroteIsNotRead() {
        byte[] packed = FailureCodec.pack(failure(Reason.UNAVAILABLE, Optional.of(NOW)));
        packed[0]++;

        assertThat(FailureCodec.unpack(packed, NOW, PAUSE, 0)).isEmpty();
    }
}
