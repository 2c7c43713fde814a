package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.Session.Grant;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final Duration USE = Duration.ofSeconds(80);

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final Deque<CompletableFuture<Grant>> logins = new ArrayDeque<>();
    private final Set<String> expired = new HashSet<>();
    private final List<String> calls = new ArrayList<>();
    private final Session session = new Session(deadline -> logIn(), clock);

    /** A login that ends when the test says so. */
    private Uni<Grant> logIn() {
        CompletableFuture<Grant> login = new CompletableFuture<>();
        logins.add(login);
        return Uni.createFrom().completionStage(login);
    }

    private void loginBrings(String token) {
        logins.getLast().complete(new Grant(token, clock.instant().plus(USE)));
    }

    private Uni<String> vendor(String token) {
        calls.add(token);
        return expired.contains(token)
                ? Uni.createFrom().failure(ProviderException.sessionExpired("expired"))
                : Uni.createFrom().item("answer to " + token);
    }

    @CanIgnoreReturnValue
    private UniAssertSubscriber<String> call() {
        return session.call(TestConnections.soon(), this::vendor)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void manyCallersShareOneLogin() {
        List<UniAssertSubscriber<String>> callers = List.of(call(), call(), call());

        loginBrings("one");

        assertThat(logins).hasSize(1);
        assertThat(callers).allSatisfy(caller -> caller.assertItem("answer to one"));
    }

    @Test
    void callPutTogetherBeforeALoginUsesItAfterwards() {
        Uni<String> early = session.call(TestConnections.soon(), this::vendor);
        UniAssertSubscriber<String> first = call();
        loginBrings("one");

        UniAssertSubscriber<String> second = early.subscribe().withSubscriber(UniAssertSubscriber.create());

        first.assertItem("answer to one");
        second.assertItem("answer to one");
        assertThat(logins).hasSize(1);
    }

    @Test
    void callerThatLeavesDoesNotEndTheLoginForTheOthers() {
        UniAssertSubscriber<String> impatient = call();
        UniAssertSubscriber<String> patient = call();

        impatient.cancel();
        loginBrings("one");

        patient.assertItem("answer to one");
    }

    @Test
    void tokenIsUsedUntilItIsDue() {
        call();
        loginBrings("one");

        clock.pass(USE.minusNanos(1));
        call().assertItem("answer to one");
        clock.pass(Duration.ofNanos(1));
        UniAssertSubscriber<String> late = call();
        loginBrings("two");

        late.assertItem("answer to two");
        assertThat(logins).hasSize(2);
    }

    @Test
    void refusedTokenIsRenewedOnceForAllWhoWereRefused() {
        call();
        loginBrings("one");
        expired.add("one");

        List<UniAssertSubscriber<String>> refused = List.of(call(), call());
        loginBrings("two");

        assertThat(refused).allSatisfy(caller -> caller.assertItem("answer to two"));
        assertThat(logins).hasSize(2);
        call().assertItem("answer to two");
    }

    @Test
    void whoIsRefusedLateUsesWhatAnotherHasRenewed() {
        call();
        loginBrings("one");
        CompletableFuture<String> slow = new CompletableFuture<>();
        UniAssertSubscriber<String> late = session.call(
                        TestConnections.soon(),
                        token -> token.equals("one") ? Uni.createFrom().completionStage(slow) : vendor(token))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        expired.add("one");
        call();
        loginBrings("two");

        slow.completeExceptionally(ProviderException.sessionExpired("expired"));

        late.assertItem("answer to two");
        assertThat(logins).hasSize(2);
    }

    @Test
    void tokenThatStaysRefusedIsAFailureAfterOneRenewal() {
        expired.addAll(Set.of("one", "two"));

        UniAssertSubscriber<String> caller = call();
        loginBrings("one");
        loginBrings("two");

        caller.assertFailedWith(ProviderException.class, "expired");
        assertThat(logins).hasSize(2);
        assertThat(calls).containsExactly("one", "two");
    }

    @Test
    void anyOtherFailureDoesNotRenew() {
        call();
        loginBrings("one");

        UniAssertSubscriber<String> caller = session.call(
                        TestConnections.soon(),
                        token -> Uni.createFrom().<String>failure(new ProviderException(Reason.UNAUTHORIZED, "no")))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        caller.assertFailedWith(ProviderException.class, "no");
        assertThat(logins).hasSize(1);
    }

    @Test
    void failedLoginReachesAllCallersAndIsNotRemembered() {
        List<UniAssertSubscriber<String>> refused = List.of(call(), call());
        logins.getLast().completeExceptionally(new ProviderException(Reason.UNAUTHORIZED, "wrong password"));

        UniAssertSubscriber<String> next = call();
        loginBrings("two");

        assertThat(refused).allSatisfy(caller -> caller.assertFailedWith(ProviderException.class, "wrong password"));
        next.assertItem("answer to two");
        assertThat(logins).hasSize(2);
    }

    @Test
    void endedSessionGivesItsTokenBackAndLogsInNoMore() {
        call();
        loginBrings("one");

        assertThat(session.end().await().indefinitely()).contains("one");
        call().assertFailedWith(ProviderException.class);
        assertThat(logins).hasSize(1);
    }

    @Test
    void endWaitsForALoginUnderWay() {
        call();
        var end = session.end().subscribe().withSubscriber(UniAssertSubscriber.create());

        loginBrings("late");

        end.assertItem(Optional.of("late"));
    }

    @Test
    void loginUnderWayThatFailsLeavesNothingToGiveBack() {
        call();
        var end = session.end().subscribe().withSubscriber(UniAssertSubscriber.create());

        logins.getLast().completeExceptionally(new ProviderException(Reason.UNAVAILABLE, "scripted"));

        end.assertItem(Optional.empty());
    }

    @Test
    void tokenIsNotPrinted() {
        assertThat(new Grant("s3cr3t", clock.instant())).asString().doesNotContain("s3cr3t");
    }

    @Test
    void failedLoginIsNoReadThatCouldBeRepeated() {
        UniAssertSubscriber<String> caller = call();

        logins.getLast().completeExceptionally(new ProviderException(Reason.UNAVAILABLE, "scripted"));

        assertThat(caller.awaitFailure().getFailure())
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failure -> assertThat(failure.isRepeatable()).isFalse());
    }
}
