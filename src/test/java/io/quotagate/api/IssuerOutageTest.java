package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IssuerOutageTest {

    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");

    private final IssuerOutage outage = new IssuerOutage(Duration.ofSeconds(3));

    @Test
    void allAreLookedAtWhileNothingIsWrong() {
        assertThat(outage.admits(NOW)).isTrue();
        assertThat(outage.admits(NOW)).isTrue();
    }

    @Test
    void oneAtATimeTriesAfterAFailure() {
        outage.failed(NOW);

        assertThat(outage.admits(NOW.plusMillis(999))).isFalse();
        assertThat(outage.admits(NOW.plusSeconds(1))).isTrue();
        assertThat(outage.admits(NOW.plusSeconds(1))).isFalse();
        assertThat(outage.admits(NOW.plusSeconds(3))).isFalse();

        outage.failed(NOW.plusSeconds(3));
        assertThat(outage.admits(NOW.plusMillis(3_999))).isFalse();
        assertThat(outage.admits(NOW.plusSeconds(4))).isTrue();
    }

    @Test
    void whoeverTriesWithoutAWordIsNotWaitedForForEver() {
        outage.failed(NOW);
        assertThat(outage.admits(NOW.plusSeconds(1))).isTrue();

        assertThat(outage.admits(NOW.plusSeconds(4))).isTrue();
    }

    @Test
    void onceItsKeysAreKnownAFailureHoldsNobodyUp() {
        outage.failed(NOW);
        outage.reached();
        outage.failed(NOW);

        assertThat(outage.admits(NOW)).isTrue();
        assertThat(outage.admits(NOW)).isTrue();
    }
}
