package io.quotagate.provider;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One run at a time: who comes while it runs gets its outcome, and who leaves does not end it for the others.
 *
 * @param <T> what a run brings
 */
public final class SingleFlight<T> {

    private final AtomicReference<CompletableFuture<T>> running = new AtomicReference<>();

    /** Joins the run under way, or starts one. */
    public Uni<T> join(Supplier<Uni<T>> start) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> other = running.compareAndExchange(null, mine);
            if (other != null) {
                return waitFor(other);
            }
            Uni<T> waiting = waitFor(mine);
            run(start, mine);
            return waiting;
        });
    }

    private void run(Supplier<Uni<T>> start, CompletableFuture<T> mine) {
        Uni.createFrom()
                .deferred(start::get)
                .subscribe()
                .with(
                        value -> {
                            // First, so that nobody who comes later joins a run that has ended.
                            running.set(null);
                            mine.complete(value);
                        },
                        failure -> {
                            running.set(null);
                            mine.completeExceptionally(failure);
                        });
    }

    /** A copy: cancelling it must not cancel the run. */
    private Uni<T> waitFor(CompletableFuture<T> run) {
        return Uni.createFrom().completionStage(run::copy);
    }
}
