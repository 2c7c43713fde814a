package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Deadline deadline = Deadline.in(Duration.ofSeconds(5), clock);

    @Test
    void leavesLessAsTimePassesAndNeverLessThanNothing() {
        clock.pass(Duration.ofSeconds(3));
        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(2));
        assertThat(deadline.isOver()).isFalse();

        clock.pass(Duration.ofSeconds(3));

        assertThat(deadline.left()).isZero();
        assertThat(deadline.isOver()).isTrue();
    }

    @Test
    void doesNotMoveWithTheWallClock() {
        clock.step(Duration.ofHours(1));

        assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void isShortenedButNeverExtended() {
        clock.pass(Duration.ofSeconds(1));

        assertThat(deadline.orIn(Duration.ofSeconds(1)).left()).isEqualTo(Duration.ofSeconds(1));
        assertThat(deadline.orIn(Duration.ofSeconds(9)).left()).isEqualTo(Duration.ofSeconds(4));
    }
}
