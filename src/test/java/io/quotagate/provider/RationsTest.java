package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Buckets.Taken;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RationsTest {

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Timeline time = new Timeline(clock);
    private final LocalBuckets buckets = new LocalBuckets(clock);
    private final Rations rations = new Rations(buckets, time, clock);
    private final List<String> gone = new ArrayList<>();
    private final List<ProviderException> refused = new ArrayList<>();

    private static Connection connection(String secret, Ration ration) {
        return TestConnections.connection("fake", "https://vendor.example", Map.of(), Map.of("secret", secret))
                .with(ration);
    }

    private static Connection connection(String rate) {
        return connection("s3cr3t", Ration.perCredential(rate));
    }

    /** How calls are taken out of a bucket. */
    private interface Taking {

        CompletableFuture<Taken> take(String key, Pace pace, int wanted);
    }

    /** Out of the same buckets in another way. */
    private Buckets taking(Taking taking) {
        return new Buckets() {
            @Override
            public CompletableFuture<Taken> take(String key, Pace pace, int wanted) {
                return taking.take(key, pace, wanted);
            }

            @Override
            public void late(String key, Pace pace) {
                buckets.late(key, pace);
            }

            @Override
            public void throttled(String key, Pace pace) {
                buckets.throttled(key, pace);
            }
        };
    }

    private Cancellable ask(Connection connection, String name, Duration patience) {
        return rations.turn(connection, Deadline.in(patience, clock))
                .subscribe()
                .with(go -> gone.add(name), failure -> refused.add((ProviderException) failure));
    }

    private void ask(Connection connection, int calls) {
        for (int call = 0; call < calls; call++) {
            var unused = ask(connection, "call" + call, Duration.ofSeconds(5));
        }
    }

    @Test
    void callWaitsForItsTurnInsideItsDeadline() {
        Connection two = connection("2/PT1S");

        ask(two, 3);
        assertThat(gone).containsExactly("call0");
        time.pass(Duration.ofMillis(556));
        assertThat(gone).containsExactly("call0", "call1");
        time.pass(Duration.ofMillis(556));
        assertThat(gone).containsExactly("call0", "call1", "call2");
        assertThat(refused).isEmpty();
    }

    @Test
    void callWhoseTurnComesAfterItsDeadlineIsRefusedAtOnce() {
        Connection one = connection("1/PT1S");

        ask(one, 7);

        assertThat(gone).hasSize(1);
        assertThat(refused).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(failure.isRationed()).isTrue();
            assertThat(failure.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        });
        time.pass(Duration.ofSeconds(5));
        assertThat(gone).hasSize(5);
    }

    @Test
    void turnIsWhatTheRefusedWereTold() {
        Connection one = connection("1/PT1M");
        ask(one, 2);
        Duration told = refused.get(0).retryAfter().orElseThrow();

        time.pass(told);
        ask(one, 1);

        assertThat(gone).hasSize(2);
    }

    @Test
    void callsGoInTheOrderInWhichTheyCame() {
        Connection five = connection("5/PT1S");

        ask(five, 20);
        time.pass(Duration.ofSeconds(4));

        assertThat(gone)
                .hasSizeGreaterThan(15)
                .isSortedAccordingTo((one, other) -> Integer.compare(number(one), number(other)));
    }

    private static int number(String call) {
        return Integer.parseInt(call.substring("call".length()));
    }

    @Test
    void whoeverLeavesOrIsRefusedCostsNothing() {
        Connection one = connection("1/PT1S");
        var unused = ask(one, "first", Duration.ofSeconds(5));
        Cancellable leaving = ask(one, "leaving", Duration.ofSeconds(5));
        var waiting = ask(one, "waiting", Duration.ofSeconds(5));
        var late = ask(one, "late", Duration.ofSeconds(1));

        leaving.cancel();
        time.pass(Duration.ofMillis(1_112));

        assertThat(gone).containsExactly("first", "waiting");
        assertThat(refused).hasSize(1);
    }

    @Test
    void credentialIsSharedByAllConnectionsThatLogInWithIt() {
        ask(connection("1/PT1S"), 1);
        ask(connection("1/PT1S"), 1);
        ask(connection("other", Ration.perCredential("1/PT1S")), 1);

        assertThat(gone).hasSize(2);
    }

    @Test
    void hostIsSharedByAllCredentials() {
        for (int credential = 0; credential < 5; credential++) {
            ask(connection("s" + credential, Ration.perHost("1/PT1S")), 1);
        }

        assertThat(gone).hasSize(1);
        time.pass(Duration.ofSeconds(5));
        assertThat(gone).hasSize(5);
    }

    @Test
    void limitsOfCredentialAndHostHoldBothInEachWindow() {
        Ration both = new Ration(Optional.of(Rate.parse("20/PT1S")), Optional.of(Rate.parse("30/PT1S")));
        SlidingWindow host = new SlidingWindow(Rate.parse("30/PT1S"));
        List<SlidingWindow> credentials = new ArrayList<>();
        List<Boolean> within = new ArrayList<>();
        for (int at = 0; at < 3; at++) {
            SlidingWindow credential = new SlidingWindow(Rate.parse("20/PT1S"));
            credentials.add(credential);
            Connection connection = connection("s" + at, both);
            // Each comes with a rush of its own, so that one of the limits bites now and the other then.
            for (int call = 0; call < 600; call++) {
                time.after(Duration.ofMillis(2_000L * at + call / 50 * 5_000L), () -> {
                    var unused = rations.turn(connection, Deadline.in(Duration.ofSeconds(5), clock))
                            .subscribe()
                            .with(
                                    go -> {
                                        gone.add("went");
                                        within.add(credential.call(clock.nanos()));
                                        within.add(host.call(clock.nanos()));
                                    },
                                    failure -> refused.add((ProviderException) failure));
                });
            }
        }

        time.pass(Duration.ofSeconds(90));

        assertThat(within).hasSize(2 * gone.size()).doesNotContain(false);
        assertThat(gone.size() + refused.size()).isEqualTo(1_800);
        assertThat(gone.size()).isGreaterThan(1_400);
        assertThat(host.most()).isGreaterThan(25);
        assertThat(credentials)
                .allSatisfy(credential -> assertThat(credential.most()).isGreaterThan(17));
    }

    @Test
    void credentialsTakeTurnsOnAHost() {
        Ration both = new Ration(Optional.of(Rate.parse("100/PT1S")), Optional.of(Rate.parse("10/PT1S")));
        Connection busy = connection("busy", both);
        for (int call = 0; call < 40; call++) {
            var unused = ask(busy, "busy", Duration.ofSeconds(5));
        }
        var unused = ask(connection("modest", both), "modest", Duration.ofSeconds(5));

        time.pass(Duration.ofMillis(500));

        assertThat(gone).contains("modest");
    }

    @Test
    void credentialThatComesLaterDoesNotWaitForAllCallsOfAnother() {
        Ration both = new Ration(Optional.of(Rate.parse("100/PT1S")), Optional.of(Rate.parse("10/PT1S")));
        Connection busy = connection("busy", both);
        for (int call = 0; call < 40; call++) {
            var unused = ask(busy, "busy", Duration.ofSeconds(5));
        }
        time.pass(Duration.ofSeconds(1));

        var unused = ask(connection("modest", both), "modest", Duration.ofSeconds(5));
        time.pass(Duration.ofMillis(250));

        assertThat(gone).contains("modest");
    }

    @Test
    void callThatWaitedForTheHostCountsFromWhenItWent() {
        Ration both = new Ration(Optional.of(Rate.parse("1/PT1S")), Optional.of(Rate.parse("10/PT1S")));
        for (int credential = 0; credential < 20; credential++) {
            ask(connection("s" + credential, both), 1);
        }
        Connection two = connection("two", both);
        var first = ask(two, "first", Duration.ofSeconds(5));
        var second = ask(two, "second", Duration.ofSeconds(5));

        time.pass(Duration.ofSeconds(3));
        assertThat(gone).contains("first").doesNotContain("second");
        time.pass(Duration.ofSeconds(1));

        assertThat(gone).contains("second");
    }

    @Test
    void whoeverLeavesWhileTheHostIsBusyDoesNotHoldUpItsCredential() {
        Ration both = new Ration(Optional.of(Rate.parse("100/PT1S")), Optional.of(Rate.parse("1/PT1S")));
        Connection busy = connection("busy", both);
        var first = ask(busy, "first", Duration.ofSeconds(5));
        Cancellable leaving = ask(busy, "leaving", Duration.ofSeconds(5));
        var waiting = ask(busy, "waiting", Duration.ofSeconds(5));

        leaving.cancel();
        time.pass(Duration.ofMillis(1_112));

        assertThat(gone).containsExactly("first", "waiting");
    }

    @Test
    void throttlingVendorIsAskedHalfAsOftenAndThoseInVainAreToldSo() {
        Connection ten = connection("10/PT1S");
        ask(ten, 40);
        time.pass(Duration.ofMillis(100));
        gone.clear();

        rations.throttled(ten);
        time.pass(Duration.ofSeconds(5));

        assertThat(gone).hasSizeBetween(19, 24);
        assertThat(gone.size() + refused.size()).isBetween(37, 39);
        assertThat(refused).allMatch(ProviderException::isRationed);
    }

    @Test
    void thoseInVainAreToldAsSoonAsTheyAre() {
        Connection ten = connection("10/PT1S");
        ask(ten, 40);
        time.pass(Duration.ofMillis(100));

        rations.throttled(ten);
        time.pass(Duration.ofMillis(500));

        assertThat(refused).hasSizeBetween(15, 21).allMatch(ProviderException::isRationed);
    }

    @Test
    void fetchIsNotBegunWhereItsCallsWouldComeTooLate() {
        Connection one = connection("1/PT1S");
        Duration timeout = Duration.ofSeconds(5);

        assertThat(rations.refusal(one, timeout)).isEmpty();
        ask(one, 4);

        assertThat(gone.size() + refused.size()).isEqualTo(1);
        assertThat(rations.backlog(one)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        assertThat(rations.refusal(one, timeout)).hasValueSatisfying(why -> {
            assertThat(why.isRationed()).isTrue();
            assertThat(why.isUnasked()).isTrue();
        });
        assertThat(refused).noneMatch(ProviderException::isUnasked);
    }

    private static int begun(Rations.Room room, Connection connection) {
        int begun = 0;
        while (begun < 100 && room.take(connection)) {
            begun++;
        }
        return begun;
    }

    @Test
    void roomIsForAsManyFetchesAsTheirCallsFit() {
        Connection ten = connection("10/PT1S");
        for (int fetch = 0; fetch < 2; fetch++) {
            rations.begin(ten);
            ask(ten, 5);
        }
        time.pass(Duration.ofSeconds(5));

        // Five calls take 0.56 s, so that the third begins at 1.11 s and a fourth would at 1.67 s.
        assertThat(begun(rations.room(Duration.ofMillis(1_500)), ten)).isEqualTo(3);
    }

    @Test
    void roomIsNoneWhereCallsWaitAlready() {
        Connection one = connection("1/PT1S");
        ask(one, 3);

        Rations.Room room = rations.room(Duration.ofMillis(1_500));

        assertThat(room.take(one)).isFalse();
        assertThat(room.take(connection("other", Ration.perCredential("1/PT1S"))))
                .isTrue();
    }

    @Test
    void roomOnAHostIsSharedByAllCredentials() {
        Ration both = new Ration(Optional.of(Rate.parse("100/PT1S")), Optional.of(Rate.parse("1/PT1S")));

        Rations.Room room = rations.room(Duration.ofMillis(1_500));

        assertThat(room.take(connection("s1", both))).isTrue();
        assertThat(room.take(connection("s2", both))).isTrue();
        assertThat(room.take(connection("s3", both))).isFalse();
    }

    @Test
    void connectionWithoutLimitsGoesAtOnce() {
        ask(connection("s3cr3t", Ration.UNLIMITED), 1_000);

        assertThat(gone).hasSize(1_000);
        assertThat(rations.backlog(connection("s3cr3t", Ration.UNLIMITED))).isZero();
    }

    @Test
    void bucketsThatAreFullAgainAreForgotten() {
        for (int credential = 0; credential < 10_000; credential++) {
            ask(connection("s" + credential, Ration.perCredential("20/PT1S")), 2);
        }
        assertThat(buckets.size()).isEqualTo(10_000);

        time.pass(Duration.ofSeconds(3));

        assertThat(buckets.size()).isZero();
        assertThat(rations.size()).isLessThan(30_000);
        ask(connection("last", Ration.perCredential("20/PT1S")), 1);
        assertThat(gone).hasSize(20_001);
    }

    @Test
    void lanesInWhichNobodyWaitsAreForgotten() {
        for (int credential = 0; credential < 10_000; credential++) {
            ask(connection("s" + credential, Ration.perCredential("20/PT1S")), 1);
        }

        assertThat(gone).hasSize(10_000);
        assertThat(rations.size()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void laneThatIsBeingEnteredIsNotForgotten() {
        for (int credential = 0; credential < 999; credential++) {
            ask(connection("s" + credential, Ration.perCredential("20/PT1S")), 1);
        }
        Connection both = connection("both", Ration.perHost("1/PT10S").withPerCredential(Rate.parse("20/PT1S")));

        ask(both, 1);

        assertThat(gone).hasSize(1_000);
        assertThat(rations.backlog(both)).isGreaterThan(Duration.ofSeconds(9));
    }

    /** Its calls come to the host's lane so seldom because it is slow, not because the host is. */
    @Test
    void slowCredentialDoesNotMakeItsHostLookSlow() {
        Connection slow = connection("slow", Ration.perHost("200/PT1S").withPerCredential(Rate.parse("1/PT1S")));
        Connection other = connection("other", Ration.perHost("200/PT1S").withPerCredential(Rate.parse("10/PT1S")));
        for (int second = 0; second < 60; second++) {
            if (rations.refusal(slow, Duration.ofSeconds(5)).isEmpty()) {
                ask(slow, 2);
            }

            assertThat(rations.refusal(other, Duration.ofSeconds(5))).isEmpty();
            assertThat(rations.room(Duration.ofMillis(1_500)).take(other)).isTrue();
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(gone).hasSizeBetween(50, 60);
    }

    @Test
    void loweredRateHoldsAtOnce() {
        ask(connection("20/PT1S"), 100);
        time.pass(Duration.ofMillis(1));
        Connection lowered = connection("2/PT1S");
        for (int second = 0; second < 60; second++) {
            ask(lowered, 30);
            time.pass(Duration.ofSeconds(1));
        }

        // Those of the old rate that waited already are among them.
        assertThat(gone).hasSizeBetween(110, 220);
    }

    @Test
    void raisedRateHoldsAtOnce() {
        ask(connection("1/PT1H"), 1);
        time.pass(Duration.ofSeconds(10));

        ask(connection("20/PT1S"), 20);
        time.pass(Duration.ofSeconds(2));

        assertThat(gone).hasSize(21);
    }

    @Test
    void callsAreCountedByTheSecretThatIsInUse() {
        AtomicReference<String> mounted = new AtomicReference<>("old");
        Connection plain = TestConnections.connection("fake", "https://vendor.example", Map.of(), Map.of());
        Connection renewed = new Connection(
                plain.key(),
                plain.provider(),
                plain.endpoint(),
                plain.freshFor(),
                plain.staleFor(),
                plain.refresh(),
                Ration.perCredential("1/PT1H"),
                Map.of(),
                Map.of("secret", Credential.from(mounted::get)));
        ask(renewed, 1);
        mounted.set("new");
        assertThat(renewed.renewCredentials()).isTrue();

        rations.renewed(renewed);
        ask(renewed, 1);
        ask(connection("new", Ration.perCredential("1/PT1H")), 1);

        assertThat(gone).hasSize(2);
    }

    @Test
    void storeThatTakesItsTimeDoesNotSlowAHostDown() {
        Buckets far = taking((key, rate, wanted) -> {
            CompletableFuture<Taken> answer = new CompletableFuture<>();
            time.after(
                    Duration.ofMillis(50),
                    () -> answer.complete(buckets.take(key, rate, wanted).join()));
            return answer;
        });
        Rations shared = new Rations(far, time, clock);
        Connection connection = connection("s", Ration.perHost("200/PT1S"));
        for (int call = 0; call < 180; call++) {
            var unused = shared.turn(connection, Deadline.in(Duration.ofSeconds(5), clock))
                    .subscribe()
                    .with(go -> gone.add("went"), failure -> refused.add((ProviderException) failure));
        }

        time.pass(Duration.ofMillis(1_500));

        // One for each of its answers would be 30.
        assertThat(gone).hasSizeGreaterThan(150);
    }

    @Test
    void nobodyGoesUncountedAndAllGoLater() {
        AtomicInteger failures = new AtomicInteger(2);
        Buckets atFirst = taking((key, rate, wanted) -> failures.getAndDecrement() > 0
                ? CompletableFuture.failedFuture(new IllegalStateException("scripted"))
                : buckets.take(key, rate, wanted));
        Rations failing = new Rations(atFirst, time, clock);
        for (int call = 0; call < 2; call++) {
            var unused = failing.turn(connection("2/PT1S"), Deadline.in(Duration.ofSeconds(5), clock))
                    .subscribe()
                    .with(go -> gone.add("went"));
        }
        assertThat(gone).isEmpty();

        time.pass(Duration.ofSeconds(2));

        assertThat(gone).hasSize(2);
    }

    @Test
    void wallClockThatIsSetChangesNothing() {
        Connection one = connection("1/PT1S");
        ask(one, 2);

        clock.step(Duration.ofDays(1));
        time.pass(Duration.ofMillis(500));
        assertThat(gone).hasSize(1);

        clock.step(Duration.ofDays(-30));
        time.pass(Duration.ofMillis(612));
        assertThat(gone).hasSize(2);
    }

    @Test
    void keysDoNotShowWhatTheyWereMadeOf() {
        BucketKeys keys = BucketKeys.of(
                connection("s3cr3t", new Ration(Optional.of(Rate.parse("1/PT1S")), Optional.of(Rate.parse("1/PT1S")))));

        assertThat(keys.all().map(BucketKeys.Limit::key))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[0-9a-f]{32}"));
    }
}
