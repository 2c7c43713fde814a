package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.FetchSettings;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

    private final BackOff backOff = new BackOff(FetchSettings.of(Map.of()).backOff(), new SplittableRandom(1));

    /** How long the vendor is left alone after each of so many failures in a row. */
    private List<Duration> pauses(int failures) {
        List<Duration> pauses = new ArrayList<>();
        @Nullable Failure last = null;
        for (int failure = 0; failure < failures; failure++) {
            last = backOff.failure(new ProviderException(Reason.UNAVAILABLE, "scripted"), last, NOW, 0);
            pauses.add(Duration.ofNanos(last.nextAttemptNanos()));
        }
        return pauses;
    }

    @Test
    void vendorThatFailsForEverIsNeverAskedMoreOftenAgain() {
        assertThat(pauses(1_000).subList(4, 1_000))
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(12), Duration.ofSeconds(15)));
    }

    @Test
    void thoseThatFailTogetherDoNotComeBackTogether() {
        assertThat(IntStream.range(0, 100).mapToObj(connection -> pauses(1).get(0)))
                .anyMatch(pause -> pause.compareTo(Duration.ofMillis(900)) < 0)
                .anyMatch(pause -> pause.compareTo(Duration.ofMillis(1_100)) > 0);
    }

    @Test
    void firstFailuresAreEachFollowedByTwiceTheTimeGiveOrTakeAFifth() {
        List<Duration> pauses = pauses(4);

        for (int failure = 0; failure < 4; failure++) {
            Duration plain = Duration.ofSeconds(1L << failure);
            assertThat(pauses.get(failure))
                    .isBetween(
                            plain.multipliedBy(8).dividedBy(10),
                            plain.multipliedBy(12).dividedBy(10));
        }
    }
}
