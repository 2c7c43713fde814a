package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.MovableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Late after turns of 100 ms, shedding after two seconds of them, with 10 ms of each turn for new work. */
class PressureTest {

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Pressure pressure = new Pressure(new SheddingConfig() {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration lateness() {
            return Duration.ofMillis(100);
        }

        @Override
        public Duration interval() {
            return Duration.ofSeconds(2);
        }

        @Override
        public Duration budget() {
            return Duration.ofMillis(10);
        }
    });

    private void turns(int count, int millis) {
        for (int turn = 0; turn < count; turn++) {
            pressure.begin(clock.nanos());
            clock.pass(Duration.ofMillis(millis));
            pressure.end(clock.nanos());
        }
    }

    private boolean admitsAfter(int millis) {
        pressure.begin(clock.nanos());
        clock.pass(Duration.ofMillis(millis));
        boolean admits = pressure.admits(clock.nanos());
        pressure.end(clock.nanos());
        return admits;
    }

    @Test
    void oneLongTurnIsACrowdThatPasses() {
        turns(1, 60_000);
        turns(1, 20);

        assertThat(admitsAfter(90)).isTrue();
    }

    @Test
    void twoLongTurnsAreACrowdToo() {
        turns(2, 60_000);
        turns(1, 20);

        assertThat(admitsAfter(90)).isTrue();
    }

    @Test
    void threeLongTurnsAreNone() {
        turns(3, 60_000);
        turns(1, 20);

        assertThat(admitsAfter(11)).isFalse();
    }

    @Test
    void shortTurnBetweenLongOnesShowsThatItKeepsUp() {
        for (int round = 0; round < 10; round++) {
            turns(3, 500);
            turns(1, 99);
        }

        assertThat(admitsAfter(90)).isTrue();
    }

    @Test
    void pauseBetweenLongTurnsShowsThatItKeepsUp() {
        for (int round = 0; round < 10; round++) {
            turns(3, 500);
            clock.pass(Duration.ofMillis(101));
        }

        assertThat(admitsAfter(90)).isTrue();
    }

    @Test
    void loopThatIsLateAllTheTimeShedsWhatComesLateInATurn() {
        turns(20, 100);
        assertThat(admitsAfter(99)).isTrue();

        turns(21, 100);
        turns(1, 20);

        assertThat(admitsAfter(9)).isTrue();
        assertThat(admitsAfter(10)).isFalse();
    }

    @Test
    void anEighthOfTheTurnBeforeIsForNewWorkHoweverMuchIsShed() {
        turns(21, 800);

        assertThat(admitsAfter(99)).isTrue();
        turns(1, 800);
        assertThat(admitsAfter(100)).isFalse();
        assertThat(admitsAfter(13)).isFalse();
        assertThat(admitsAfter(9)).isTrue();
    }

    @Test
    void itStaysSoWhileThereIsSomethingToShedInAnInterval() {
        turns(21, 100);
        turns(1, 20);
        for (int turn = 0; turn < 150; turn++) {
            assertThat(admitsAfter(11)).isFalse();
            pressure.shed(clock.nanos());
        }

        assertThat(admitsAfter(11)).isFalse();
    }

    /** One request in each turn, of 10 ms; the others are refused, which takes longer still. */
    private void crowd(int callers, Duration time) {
        int known = -1;
        for (long end = clock.nanos() + time.toNanos(); clock.nanos() < end; ) {
            pressure.begin(clock.nanos());
            for (int caller = 0; caller < callers && pressure.round() != known; caller++) {
                pressure.asks();
            }
            known = pressure.round();
            pressure.admitted();
            clock.pass(Duration.ofMillis(10));
            if (!pressure.admits(clock.nanos())) {
                clock.pass(Duration.ofMillis(15));
                pressure.shed(clock.nanos());
            }
            pressure.end(clock.nanos());
        }
    }

    @Test
    void fewWhoAskAgainAtOnceAreNotShedForLong() {
        turns(21, 100);
        turns(1, 20);

        crowd(9, Duration.ofMillis(2_100));

        assertThat(admitsAfter(90)).isTrue();
    }

    @Test
    void manyWhoAskAgainAtOnceAreShedForAsLongAsTheyDo() {
        turns(21, 100);
        turns(1, 20);

        crowd(11, Duration.ofMinutes(5));

        assertThat(admitsAfter(11)).isFalse();
    }

    @Test
    void itEndsWhereNothingWasShedForAnInterval() {
        turns(21, 100);
        turns(1, 20);
        assertThat(admitsAfter(11)).isFalse();

        turns(400, 6);

        assertThat(admitsAfter(90)).isTrue();
    }
}
