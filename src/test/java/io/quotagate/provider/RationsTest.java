package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                                        assertThat(credential.call(clock.nanos()))
                                                .isTrue();
                                        assertThat(host.call(clock.nanos())).isTrue();
                                    },
                                    failure -> refused.add((ProviderException) failure));
                });
            }
        }

        time.pass(Duration.ofSeconds(90));

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
    void fetchIsNotBegunWhereItsCallsWouldComeTooLate() {
        Connection one = connection("1/PT1S");
        Duration timeout = Duration.ofSeconds(5);

        assertThat(rations.refusal(one, timeout)).isEmpty();
        ask(one, 4);

        assertThat(gone.size() + refused.size()).isEqualTo(1);
        assertThat(rations.backlog(one)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
        assertThat(rations.refusal(one, timeout))
                .hasValueSatisfying(why -> assertThat(why.isRationed()).isTrue());
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
    void laneThatIsBeingEnteredIsNotForgotten() {
        for (int credential = 0; credential < 999; credential++) {
            ask(connection("s" + credential, Ration.perCredential("20/PT1S")), 1);
        }
        Connection both = connection("both", Ration.perHost("1/PT10S").withPerCredential(Rate.parse("20/PT1S")));

        ask(both, 1);

        assertThat(gone).hasSize(1_000);
        assertThat(rations.backlog(both)).isGreaterThan(Duration.ofSeconds(9));
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
