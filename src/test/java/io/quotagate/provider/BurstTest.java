package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Buckets.Taken;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurstTest {

    private static final Burst FIVE_IN_TEN_SECONDS = Burst.of(Rate.parse("5/PT10S"));

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final LocalBuckets buckets = new LocalBuckets(clock);

    @Test
    void aFullBucketGivesAllAtOnceAndThenOneAtATime() {
        for (int left = 4; left >= 0; left--) {
            Taken taken = take();
            assertThat(taken.calls()).isEqualTo(1);
            assertThat(FIVE_IN_TEN_SECONDS.left(taken.fullNanos())).isEqualTo(left);
        }

        Taken none = take();

        assertThat(none.calls()).isZero();
        assertThat(none.waitNanos()).isEqualTo(Duration.ofSeconds(2).toNanos());
        assertThat(none.fullNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
        clock.pass(Duration.ofSeconds(2));
        assertThat(take().calls()).isEqualTo(1);
        assertThat(take().calls()).isZero();
    }

    @Test
    void itIsFullAgainAfterItsPeriod() {
        for (int call = 0; call < 5; call++) {
            assertThat(take().calls()).isEqualTo(1);
        }

        clock.pass(Duration.ofSeconds(10));

        assertThat(FIVE_IN_TEN_SECONDS.left(take().fullNanos())).isEqualTo(4);
    }

    @Test
    void aPeriodThatDoesNotDivideGivesNoCallMore() {
        Burst seven = Burst.of(Rate.parse("7/PT1S"));
        int given = 0;
        for (int call = 0; call < 20; call++) {
            given += buckets.take("seven", seven, 1).join().calls();
        }

        assertThat(given).isEqualTo(7);
    }

    private Taken take() {
        return buckets.take("key", FIVE_IN_TEN_SECONDS, 1).join();
    }
}
