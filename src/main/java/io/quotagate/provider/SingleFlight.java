package io.quotagate.provider;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * One run at a time for each key: who comes while it runs gets its outcome, and who leaves does not end it for the
 * others.
 *
 * @param <K> what is run for
 * @param <T> what a run brings
 */
public final class SingleFlight<K, T> {

    private final ConcurrentMap<K, CompletableFuture<T>> running = new ConcurrentHashMap<>();

    /** Joins the run under way, or starts one: only then is {@code start} asked. */
    public Uni<T> join(K key, Supplier<Uni<T>> start) {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> other = running.putIfAbsent(key, mine);
            if (other != null) {
                return waitFor(other);
            }
            Uni<T> waiting = waitFor(mine);
            run(key, start, mine);
            return waiting;
        });
    }

    public boolean isRunning(K key) {
        return running.containsKey(key);
    }

    public boolean isAnyRunning() {
        return !running.isEmpty();
    }

    private void run(K key, Supplier<Uni<T>> start, CompletableFuture<T> mine) {
        Uni.createFrom()
                .deferred(start::get)
                .subscribe()
                .with(
                        value -> {
                            // First, so that nobody who comes later joins a run that has ended.
                            running.remove(key, mine);
                            mine.complete(value);
                        },
                        failure -> {
                            running.remove(key, mine);
                            mine.completeExceptionally(failure);
                        });
    }

    /** A copy: cancelling it must not cancel the run. */
    private Uni<T> waitFor(CompletableFuture<T> run) {
        return Uni.createFrom().completionStage(run::copy);
    }
}
