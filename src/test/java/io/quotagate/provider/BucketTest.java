package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Rate TEN = Rate.parse("10/PT1S");

    /** Calls as soon as it may. */
    private static int calls(Bucket start, Rate rate, long from, long until) {
        Bucket bucket = start;
        int calls = 0;
        long now = from;
        while (now < until) {
            Bucket.Drawn drawn = bucket.draw(rate, 1, now);
            bucket = drawn.left();
            calls += drawn.taken().calls();
            now += drawn.taken().waitNanos();
        }
        return calls;
    }

    private static Bucket throttled(Bucket bucket, long nanos, int times) {
        Bucket slow = bucket;
        for (int time = 0; time < times; time++) {
            slow = slow.throttled(TEN, nanos + time * Bucket.SAME_NANOS);
        }
        return slow;
    }

    @Test
    void noWindowSeesMoreThanTheRateHoweverCallsAreSpreadAndDelayed() {
        SplittableRandom random = new SplittableRandom(1);
        for (String text :
                List.of("1/PT1S", "2/PT1S", "5/PT1S", "15/PT1S", "20/PT1S", "200/PT1S", "1200/PT1M", "7/PT3S")) {
            Rate rate = Rate.parse(text);
            SlidingWindow vendor = new SlidingWindow(rate);
            long onTheWay = rate.period().toNanos() / 20;
            Bucket bucket = Bucket.full(0);
            long now = 0;
            long arrived = 0;
            for (int step = 0; step < 20_000; step++) {
                Bucket.Drawn drawn = bucket.draw(rate, random.nextInt(1, 5), now);
                bucket = drawn.left();
                for (int call = 0; call < drawn.taken().calls(); call++) {
                    // Later, but not before the one that has arrived last.
                    arrived = Math.max(arrived, now + random.nextLong(onTheWay));
                    assertThat(vendor.call(arrived)).as(text).isTrue();
                }
                boolean pause = random.nextInt(3_000) == 0;
                now += pause
                        ? random.nextLong(2 * rate.period().toNanos())
                        : drawn.taken().waitNanos();
            }
            assertThat(vendor.most()).as("it is used: " + text).isGreaterThanOrEqualTo(rate.calls() * 9 / 10);
        }
    }

    @Test
    void nineTenthsOfTheRateAreUsedInTheLongRun() {
        assertThat(calls(Bucket.full(0), TEN, 0, 100 * SECOND)).isBetween(900, 902);
    }

    @Test
    void whatIsNotThereIsNotTaken() {
        Bucket.Drawn all = Bucket.full(0).draw(Rate.parse("100/PT1S"), 1_000, 0);
        Bucket.Drawn none = all.left().draw(Rate.parse("100/PT1S"), 1, 0);

        assertThat(all.taken().calls()).isEqualTo(5);
        assertThat(none.taken().calls()).isZero();
        assertThat(none.left()).isEqualTo(all.left());
        assertThat(all.left()
                        .draw(Rate.parse("100/PT1S"), 1, none.taken().waitNanos())
                        .taken()
                        .calls())
                .isEqualTo(1);
    }

    @Test
    void bucketOfALowerRateIsNoEmptierThanItsNewRateMayMakeIt() {
        Bucket drawn = Bucket.full(0).draw(Rate.parse("1/PT1H"), 1, 0).left();

        assertThat(calls(drawn, TEN, 0, SECOND)).isBetween(8, 9);
    }

    @Test
    void throttledBucketIsEmptyAndHalfAsFast() {
        Bucket slow = Bucket.full(0).throttled(TEN, 0);

        assertThat(slow.draw(TEN, 1, 0).taken().calls()).isZero();
        assertThat(calls(slow, TEN, 0, 10 * SECOND)).isBetween(44, 47);
    }

    @Test
    void throttledBucketGivesCallsOneByOneAlsoAfterAPause() {
        Rate hundred = Rate.parse("100/PT1S");
        Bucket slow = Bucket.full(0).throttled(hundred, 0);

        assertThat(slow.draw(hundred, 10, 30 * SECOND).taken().calls()).isEqualTo(1);
    }

    @Test
    void whatWasUnderWayWhenTheVendorThrottledSlowsItDownOnce() {
        Bucket once = Bucket.full(0).throttled(TEN, 0);

        assertThat(once.throttled(TEN, SECOND).throttled(TEN, 4 * SECOND)).isEqualTo(once);
        assertThat(calls(once.throttled(TEN, 5 * SECOND), TEN, 5 * SECOND, 15 * SECOND))
                .isBetween(22, 24);
    }

    @Test
    void bucketIsNotSlowedBelowASixteenth() {
        Bucket slowest = throttled(Bucket.full(0), 0, 20);
        long now = 19 * Bucket.SAME_NANOS;

        assertThat(calls(slowest, TEN, now, now + 10 * SECOND)).isBetween(5, 7);
    }

    @Test
    void bucketIsNotSlowedBelowACallInTenSeconds() {
        Rate slow = Rate.parse("20/PT1M");
        Bucket bucket = Bucket.full(0);
        for (int time = 0; time < 20; time++) {
            bucket = bucket.throttled(slow, time * Bucket.SAME_NANOS);
        }

        assertThat(bucket.draw(slow, 1, 20 * Bucket.SAME_NANOS).taken().intervalNanos())
                .isEqualTo(10 * SECOND);
    }

    @Test
    void bucketOfAnEvenSlowerRateIsNotMadeFaster() {
        Rate rate = Rate.parse("5/PT1H");
        Bucket slow = Bucket.full(0).throttled(rate, 0);

        assertThat(slow.draw(rate, 1, SECOND).taken().intervalNanos()).isEqualTo(rate.intervalNanos());
    }

    @Test
    void tenthOfTheRateComesBackWithEachMinute() {
        Bucket slow = Bucket.full(0).throttled(TEN, 0);

        assertThat(calls(slow, TEN, 2 * MINUTE, 2 * MINUTE + 10 * SECOND))
                .as("7/s")
                .isBetween(62, 66);
        assertThat(calls(slow, TEN, 5 * MINUTE, 5 * MINUTE + 10 * SECOND))
                .as("10/s")
                .isBetween(90, 92);
    }

    @Test
    void fullBucketIsNotRemembered() {
        Bucket taken = Bucket.full(0).draw(TEN, 1, 0).left();

        assertThat(taken.memoryNanos(0)).isPositive().isLessThan(SECOND);
        assertThat(Bucket.full(0).throttled(TEN, 0).memoryNanos(0)).isEqualTo(5 * MINUTE);
    }

    @Test
    void timeMayWrapAround() {
        long start = Long.MAX_VALUE - 5 * SECOND;

        assertThat(Bucket.full(start).draw(TEN, 1, start + 6 * SECOND).taken().calls())
                .isEqualTo(1);
        assertThat(Bucket.full(start)
                        .throttled(TEN, start + 6 * SECOND)
                        .draw(TEN, 1, start + 6 * SECOND)
                        .taken()
                        .calls())
                .isZero();
    }
}
