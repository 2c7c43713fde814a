package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.aggregation.Outcome.Fresh;
import io.quotagate.aggregation.Outcome.Missing;
import io.quotagate.aggregation.Outcome.Stale;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Account;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SnapshotsTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Snapshots snapshots;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock injected;

    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00.123Z");
    private final Connection connection = FakeProvider.connection("snapshots-" + TENANTS.incrementAndGet(), "main");

    @BeforeEach
    void takeClock() {
        clock = (MovableClock) injected;
    }

    @CanIgnoreReturnValue
    private Outcome find() {
        return found(connection).outcome();
    }

    private Found found(Connection connection) {
        return snapshots.find(connection, Terms.USUAL).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void youngSnapshotIsServedWithoutAskingTheVendor() {
        vendor.says(connection, TestQuotas.stored("10", "1"));

        Outcome first = find();
        clock.pass(Duration.ofSeconds(59));
        Outcome second = find();

        assertThat(first).isInstanceOf(Fresh.class);
        assertThat(second).isInstanceOf(Fresh.class);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void oldSnapshotIsServedAtOnceAndRefreshedBehind() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        clock.pass(Duration.ofSeconds(60));
        vendor.says(connection, TestQuotas.stored("10", "2"));

        Outcome old = find();
        Outcome renewed = find();

        assertThat(old).isInstanceOf(Stale.class);
        assertThat(old.failure()).isEmpty();
        assertThat(renewed).isInstanceOf(Fresh.class);
        assertThat(vendor.calls(connection)).isEqualTo(2);
    }

    @Test
    void lastGoodSnapshotStandsInForFailure() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        vendor.fails(connection, Reason.UNAVAILABLE);
        clock.pass(Duration.ofHours(23));

        find();
        Outcome failing = find();

        assertThat(failing).isInstanceOf(Stale.class);
        assertThat(failing.snapshot()).isPresent();
        assertThat(failing.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    @Test
    void newerNumbersThatWereAskedForInVainMakeFreshOnesStaleForEverybody() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        vendor.fails(connection, Reason.UNAVAILABLE);
        Terms now = new Terms(Optional.empty(), Optional.of(Duration.ZERO), Terms.Source.ANY);

        Found forced = snapshots.find(connection, now).await().atMost(Duration.ofSeconds(5));
        Found next = found(connection);

        assertThat(forced.outcome()).isInstanceOf(Stale.class);
        assertThat(next.outcome()).isEqualTo(forced.outcome());
        assertThat(next.standing()).isEqualTo(forced.standing());
        assertThat(next.outcome().failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE));
        assertThat(vendor.calls(connection)).isEqualTo(2);
    }

    @Test
    void whatWasAskedForInVainIsAskedForAgainWhenTheFailureSaid() {
        newerNumbersThatWereAskedForInVainMakeFreshOnesStaleForEverybody();
        vendor.says(connection, TestQuotas.stored("10", "2"));
        clock.pass(Duration.ofMillis(1_201));

        find();

        assertThat(find()).isInstanceOf(Fresh.class);
        assertThat(vendor.calls(connection)).isEqualTo(3);
    }

    @Test
    void tooOldSnapshotIsNotShown() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        vendor.fails(connection, Reason.UNAVAILABLE);
        clock.pass(Duration.ofHours(24));

        assertThat(find()).isInstanceOf(Missing.class);
    }

    @Test
    void failingVendorIsLeftAloneForDoublingTimes() {
        vendor.fails(connection, Reason.UNAUTHORIZED);

        find();
        find();
        assertThat(vendor.calls(connection)).isEqualTo(1);

        clock.pass(Duration.ofMillis(1_201));
        Outcome second = find();
        assertThat(vendor.calls(connection)).isEqualTo(2);
        assertThat(second.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.consecutiveFailures()).isEqualTo(2);
            assertThat(Duration.between(clock.instant(), failure.nextAttemptAt().orElseThrow()))
                    .isBetween(Duration.ofMillis(1_600), Duration.ofMillis(2_400));
        });
    }

    @Test
    void vendorsWishToBeLeftAloneIsHonoured() {
        vendor.answers(connection, () -> Uni.createFrom().failure(throttled()));

        Outcome outcome = find();

        assertThat(outcome.failure())
                .hasValueSatisfying(failure -> assertThat(failure.nextAttemptAt())
                        .contains(clock.instant().plusSeconds(120)));
    }

    private static ProviderException throttled() {
        var answer = new VendorAnswer(429, Map.of("retry-after", "120"), new byte[0]);
        return new ProviderException(Reason.RATE_LIMITED, "scripted").of(answer, "x");
    }

    @Test
    void chainThatIsTooSlowIsATimeout() {
        vendor.hangs(connection);

        Outcome outcome = find();

        assertThat(outcome.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT));
    }

    @Test
    void bugOfAnAdapterIsAFailureOfThatConnectionOnly() {
        vendor.answers(connection, () -> {
            throw new IllegalStateException("vendor text");
        });

        Outcome outcome = find();

        assertThat(outcome.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
            assertThat(failure.detail()).doesNotContain("vendor text");
        });
    }

    @Test
    void manyColdCallersCauseOneFetchAndOneThatLeavesCancelsNobody() {
        CompletableFuture<Observation> answer = new CompletableFuture<>();
        vendor.answers(connection, () -> Uni.createFrom().completionStage(answer));

        List<UniAssertSubscriber<Found>> callers = new ArrayList<>();
        for (int caller = 0; caller < 100; caller++) {
            callers.add(
                    snapshots.find(connection, Terms.USUAL).subscribe().withSubscriber(UniAssertSubscriber.create()));
        }
        callers.get(0).cancel();
        answer.complete(Observation.of(clock.instant(), List.of(), Account.UNKNOWN));

        callers.subList(1, 100)
                .forEach(caller ->
                        assertThat(caller.awaitItem().getItem().outcome()).isInstanceOf(Fresh.class));
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void anotherDefinitionOfTheConnectionNeverMeetsTheOldSnapshot() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        Connection redefined = FakeProvider.connection(connection.key().tenant(), connection.id());
        vendor.says(redefined, TestQuotas.stored("99", "1"));

        Outcome outcome = found(redefined).outcome();

        assertThat(outcome.snapshot().orElseThrow().quotas().get(0).limit().text())
                .isEqualTo("99");
    }

    @Test
    void whoStartsTheFetchIsToldApartFromWhoJoinsIt() {
        vendor.says(connection, TestQuotas.stored("10", "1"));

        Retrieval first = found(connection).retrieval();
        Retrieval second = found(connection).retrieval();
        clock.pass(Duration.ofHours(24));
        Retrieval tooOld = found(connection).retrieval();

        assertThat(first).isEqualTo(Retrieval.MISS);
        assertThat(second).isEqualTo(Retrieval.HIT);
        assertThat(tooOld).isEqualTo(Retrieval.STALE);
    }

    @Test
    void waitersGetTheFailureAndNobodyAsksAgain() {
        CompletableFuture<Observation> answer = new CompletableFuture<>();
        vendor.answers(connection, () -> Uni.createFrom().completionStage(answer));
        List<UniAssertSubscriber<Found>> callers = new ArrayList<>();
        for (int caller = 0; caller < 100; caller++) {
            callers.add(
                    snapshots.find(connection, Terms.USUAL).subscribe().withSubscriber(UniAssertSubscriber.create()));
        }

        answer.completeExceptionally(new ProviderException(Reason.UNAVAILABLE, "scripted"));

        callers.forEach(
                caller -> assertThat(caller.awaitItem().getItem().outcome().failure())
                        .hasValueSatisfying(failure ->
                                assertThat(failure.consecutiveFailures()).isEqualTo(1)));
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void wallClockThatIsSetBackMakesNothingYounger() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        clock.pass(Duration.ofSeconds(59));
        clock.step(Duration.ofHours(-5));

        Outcome still = find();
        clock.pass(Duration.ofSeconds(1));
        Outcome old = find();

        assertThat(still).isInstanceOf(Fresh.class);
        assertThat(old).isInstanceOf(Stale.class);
    }

    @Test
    void fetchThatItsRationCutsOffIsLeftAloneAsOneThatFailed() {
        vendor.answers(connection, () -> Uni.createFrom().failure(ProviderException.rationed(Duration.ofMillis(100))));

        find();
        clock.pass(Duration.ofMillis(700));
        find();
        assertThat(vendor.calls(connection)).isEqualTo(1);
        clock.pass(Duration.ofMillis(501));
        Outcome second = find();

        assertThat(vendor.calls(connection)).isEqualTo(2);
        assertThat(second.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(failure.consecutiveFailures()).isEqualTo(2);
            assertThat(failure.lastAttemptAt()).contains(clock.instant());
        });
    }

    @Test
    void longWaitForTheRationIsOurWishAndNotTheVendors() {
        vendor.answers(connection, () -> Uni.createFrom().failure(ProviderException.rationed(Duration.ofMinutes(2))));

        assertThat(find().failure()).hasValueSatisfying(failure -> {
            assertThat(failure.wish()).isEqualTo(Failure.Wish.OURS);
            assertThat(failure.nextAttemptAt()).contains(clock.instant().plus(Duration.ofMinutes(2)));
        });
    }

    @Test
    void wallClockThatIsSetForwardEndsNoBackOff() {
        vendor.fails(connection, Reason.UNAVAILABLE);
        find();
        clock.step(Duration.ofHours(5));

        find();

        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void wallClockThatIsSetBackEndsNoBackOff() {
        vendor.says(connection, TestQuotas.stored("10", "1"));
        find();
        clock.pass(Duration.ofSeconds(61));
        clock.step(Duration.ofHours(-1));
        vendor.fails(connection, Reason.UNAVAILABLE);

        for (int failures = 1; failures <= 3; failures++) {
            find();
            clock.pass(Duration.ofSeconds(20));
        }

        assertThat(find().failure())
                .hasValueSatisfying(
                        failure -> assertThat(failure.consecutiveFailures()).isGreaterThanOrEqualTo(3));
    }

    @Test
    void wallClockThatIsSetDuringTheFetchIsNotBelieved() {
        vendor.answers(connection, () -> {
            Observation observation = Observation.of(clock.instant(), List.of(), Account.UNKNOWN);
            clock.pass(Duration.ofSeconds(1));
            clock.step(Duration.ofHours(-3));
            return Uni.createFrom().item(observation);
        });
        find();
        clock.pass(Duration.ofSeconds(59));

        assertThat(find()).isInstanceOf(Stale.class);
    }

    @Test
    void slowLoginDoesNotAgeTheNumbers() {
        vendor.answers(connection, () -> {
            clock.pass(Duration.ofSeconds(4));
            return Uni.createFrom().item(Observation.of(clock.instant(), List.of(), Account.UNKNOWN));
        });
        find();
        clock.pass(Duration.ofSeconds(59));

        assertThat(find()).isInstanceOf(Fresh.class);
    }
}
