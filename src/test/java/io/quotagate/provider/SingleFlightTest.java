package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final SingleFlight<String, String> flights = new SingleFlight<>();
    private final Deque<CompletableFuture<String>> runs = new ArrayDeque<>();

    /** A run that ends when the test says so. */
    private Uni<String> start() {
        CompletableFuture<String> run = new CompletableFuture<>();
        runs.add(run);
        return Uni.createFrom().completionStage(run);
    }

    private UniAssertSubscriber<String> join() {
        return flights.join("key", this::start).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void nothingRunsBeforeSomebodySubscribes() {
        var unused = flights.join("key", this::start);

        assertThat(runs).isEmpty();
    }

    @Test
    void whoComesWhileItRunsGetsItsOutcome() {
        UniAssertSubscriber<String> first = join();
        UniAssertSubscriber<String> second = join();

        runs.getFirst().complete("done");

        assertThat(runs).hasSize(1);
        first.assertCompleted().assertItem("done");
        second.assertCompleted().assertItem("done");
    }

    @Test
    void whoComesAfterItStartsAnother() {
        UniAssertSubscriber<String> first = join();
        runs.getLast().complete("one");

        UniAssertSubscriber<String> second = join();
        runs.getLast().complete("two");

        assertThat(runs).hasSize(2);
        first.assertItem("one");
        second.assertItem("two");
    }

    @Test
    void whoLeavesEndsItForNobody() {
        UniAssertSubscriber<String> starter = join();
        UniAssertSubscriber<String> joiner = join();
        UniAssertSubscriber<String> patient = join();

        starter.cancel();
        joiner.cancel();
        runs.getFirst().complete("done");

        assertThat(runs).hasSize(1);
        patient.assertCompleted().assertItem("done");
    }

    @Test
    void itRunsOnWhenEverybodyHasLeft() {
        join().cancel();

        assertThat(runs.getFirst()).isNotCancelled();
    }

    @Test
    void failureReachesAllAsItIsAndIsNotRemembered() {
        ProviderException refused = new ProviderException(Reason.UNAUTHORIZED, "no");
        UniAssertSubscriber<String> first = join();
        UniAssertSubscriber<String> second = join();

        runs.getFirst().completeExceptionally(refused);
        UniAssertSubscriber<String> third = join();
        runs.getLast().complete("done");

        assertThat(first.assertFailed().getFailure()).isSameAs(refused);
        assertThat(second.assertFailed().getFailure()).isSameAs(refused);
        third.assertCompleted().assertItem("done");
    }

    @Test
    void startThatThrowsIsAFailureAndIsNotRemembered() {
        UniAssertSubscriber<String> first = flights.join("key", () -> {
                    throw new ProviderException(Reason.UNAUTHORIZED, "no");
                })
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        UniAssertSubscriber<String> second = join();
        runs.getLast().complete("done");

        first.assertFailedWith(ProviderException.class);
        second.assertCompleted().assertItem("done");
    }

    @Test
    void differentKeysRunSideBySide() {
        UniAssertSubscriber<String> one = join();
        UniAssertSubscriber<String> other =
                flights.join("other", this::start).subscribe().withSubscriber(UniAssertSubscriber.create());

        runs.getFirst().complete("one");
        runs.getLast().complete("other");

        one.assertItem("one");
        other.assertItem("other");
    }

    @Test
    void runThatEndsAtOnceEndsForItsStarter() {
        UniAssertSubscriber<String> starter = flights.join(
                        "key", () -> Uni.createFrom().item("done"))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        starter.assertCompleted().assertItem("done");
    }
}
