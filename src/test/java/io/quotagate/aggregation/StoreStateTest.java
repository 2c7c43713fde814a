package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.MovableClock;
import io.smallrye.mutiny.TimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreStateTest {

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final StoreState state = new StoreState(new SimpleMeterRegistry(), clock);
    private final HeardLines log = HeardLines.of(StoreState.class.getName());

    @AfterEach
    void stop() {
        log.close();
    }

    /** @return how many probes, one a second, had to be answered */
    private int probes() {
        for (int probe = 1; probe < 1_000; probe++) {
            clock.pass(Duration.ofSeconds(1));
            if (state.answersAgain()) {
                return probe;
            }
        }
        throw new AssertionError("never");
    }

    @Test
    void oneAnswerIsEnoughAfterTheFirstOutage() {
        state.failed(new TimeoutException());
        assertThat(state.answers()).isFalse();

        assertThat(probes()).isEqualTo(1);
        assertThat(state.answers()).isTrue();
        assertThat(state.answersAgain()).as("once").isFalse();
    }

    @Test
    void whatFallsSilentAgainAndAgainIsLeftAloneForLongerAndLonger() {
        int[] probes = new int[8];
        for (int outage = 0; outage < probes.length; outage++) {
            state.failed(new TimeoutException());
            probes[outage] = probes();
        }

        assertThat(probes).containsExactly(1, 2, 4, 8, 16, 32, 60, 60);
        assertThat(log.lines()).hasSize(16);
    }

    @Test
    void whatWasWellForAWhileIsTrustedAnew() {
        for (int outage = 0; outage < 4; outage++) {
            state.failed(new TimeoutException());
            var unused = probes();
        }
        clock.pass(Duration.ofSeconds(30));

        state.failed(new TimeoutException());

        assertThat(probes()).isEqualTo(1);
    }

    @Test
    void oneOutageIsOneHoweverManyCommandsFailInIt() {
        state.failed(new TimeoutException());
        var unused = probes();

        for (int command = 0; command < 10; command++) {
            state.failed(new TimeoutException());
        }

        assertThat(probes()).isEqualTo(2);
    }
}
