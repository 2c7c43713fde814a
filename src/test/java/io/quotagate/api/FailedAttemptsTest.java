package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Timeline;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {

    private static final ProblemException REFUSED = ProblemException.unauthenticated(false);

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Timeline time = new Timeline(clock);
    private final FailedAttempts failures = new FailedAttempts(limits("3/PT3S"), clock, time);
    private final List<Throwable> answers = new ArrayList<>();

    private static CallerLimitsConfig limits(String failed) {
        return new CallerLimitsConfig() {

            @Override
            public Optional<String> perKey() {
                return Optional.empty();
            }

            @Override
            public String failedAuthentications() {
                return failed;
            }
        };
    }

    private void fail(String address) {
        listen(failures.slow(address, REFUSED));
    }

    private void listen(Uni<Void> answer) {
        var unused = answer.subscribe().with(none -> {}, answers::add);
    }

    @Test
    void firstFailuresAreAnsweredAtOnceAndTheNextWaitForASecond() {
        for (int failure = 0; failure < 3; failure++) {
            fail("192.0.2.1");
        }
        assertThat(answers).hasSize(3);

        fail("192.0.2.1");
        time.pass(Duration.ofMillis(999));
        assertThat(answers).hasSize(3);
        time.pass(Duration.ofMillis(1));

        assertThat(answers).hasSize(4).containsOnly(REFUSED);
    }

    @Test
    void otherAddressesAreNotSlowedDown() {
        for (int failure = 0; failure < 10; failure++) {
            fail("192.0.2.1");
        }
        int before = answers.size();

        fail("192.0.2.2");

        assertThat(answers).hasSize(before + 1);
    }

    @Test
    void whoLeavesItBeForATimeIsAnsweredAtOnceAgain() {
        for (int failure = 0; failure < 4; failure++) {
            fail("192.0.2.1");
        }

        time.pass(Duration.ofSeconds(4));
        fail("192.0.2.1");

        assertThat(answers).hasSize(5);
    }

    @Test
    void workForACredentialIsNotBegunBeforeItsTurn() {
        for (int failure = 0; failure < 3; failure++) {
            var unused = failures.count("192.0.2.1");
        }
        List<String> begun = new ArrayList<>();

        var unused = failures.turn("192.0.2.1").subscribe().with(turn -> begun.add("verified"));
        assertThat(begun).isEmpty();
        time.pass(Duration.ofSeconds(1));

        assertThat(begun).containsExactly("verified");
    }

    @Test
    void manyAtOnceTakeTurnsAndAreNotAllAnsweredTogether() {
        FailedAttempts quick = new FailedAttempts(limits("20/PT1S"), clock, time);
        for (int failure = 0; failure < 40; failure++) {
            listen(quick.slow("192.0.2.1", REFUSED));
        }
        assertThat(answers).hasSize(20);

        time.pass(Duration.ofMillis(250));
        assertThat(answers).hasSize(25);
        time.pass(Duration.ofMillis(750));

        assertThat(answers).hasSize(40);
    }

    @Test
    void onlySoManyAreKeptWaiting() {
        for (int failure = 0; failure < 3_000; failure++) {
            fail("192.0.2.1");
        }
        assertThat(failures.waiting()).isEqualTo(100);
        assertThat(answers).hasSize(2_900).containsOnly(REFUSED);

        fail("192.0.2.2");
        fail("192.0.2.2");
        fail("192.0.2.2");
        fail("192.0.2.2");
        assertThat(failures.waiting()).isEqualTo(101);

        time.pass(Duration.ofSeconds(1));
        assertThat(failures.waiting()).isZero();
        assertThat(answers).hasSize(3_004);
    }

    @Test
    void tokenIsNotLookedAtWhereTooManyWait() {
        for (int failure = 0; failure < 103; failure++) {
            fail("192.0.2.1");
        }
        List<Throwable> refusals = new ArrayList<>();

        var unused = failures.turn("192.0.2.1").subscribe().with(turn -> {}, refusals::add);

        assertThat(refusals)
                .singleElement()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    void whoWantsNoneOfThisSaysUnlimited() {
        FailedAttempts never = new FailedAttempts(limits("unlimited"), clock, time);
        for (int failure = 0; failure < 1_000; failure++) {
            listen(never.slow("192.0.2.1", REFUSED));
        }

        assertThat(answers).hasSize(1_000);
    }
}
