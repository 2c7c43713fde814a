package io.quotagate.api;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.SingleFlight;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request that is sent again as it was answered first, for a day. An answer that ends in a problem is not
 * kept: the request did nothing, and may do better the next time.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">Idempotency-Key</a>
 */
@ApplicationScoped
class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);

    private final CaffeineCache answers;
    private final MonotonicClock clock;
    private final SingleFlight<String, Answer> running = new SingleFlight<>();

    /**
     * What was asked and answered.
     *
     * @param request tells requests with the same key apart
     */
    private record Answer(String request, byte[] body, long madeNanos) {}

    Idempotency(@CacheName("idempotency") Cache cache, MonotonicClock clock) {
        this.answers = cache.as(CaffeineCache.class);
        this.clock = clock;
    }

    /**
     * @param key unique for the caller and what it does; nobody else's key may be the same
     * @param request what is asked, in one canonical form
     * @param act answers for the first time
     * @return the first answer; fails with 422 where the key was used for something else
     */
    Uni<byte[]> once(String key, String request, Supplier<Uni<byte[]>> act) {
        return running.join(key, () -> find(key).chain(known -> known != null ? same(known) : act(key, request, act)))
                .map(answer -> {
                    if (!answer.request().equals(request)) {
                        throw ProblemException.of(
                                ProblemType.IDEMPOTENCY_KEY_REUSED,
                                422,
                                "The Idempotency-Key was used for another request within a day.");
                    }
                    return answer.body();
                });
    }

    private static Uni<Answer> same(Answer known) {
        return Uni.createFrom().item(known);
    }

    private Uni<@Nullable Answer> find(String key) {
        CompletableFuture<Answer> kept = answers.getIfPresent(key);
        Answer known = kept == null ? null : kept.getNow(null);
        boolean old = known != null && clock.nanos() - known.madeNanos() >= KEPT.toNanos();
        return Uni.createFrom().item(old ? null : known);
    }

    private Uni<Answer> act(String key, String request, Supplier<Uni<byte[]>> act) {
        return act.get()
                .map(body -> new Answer(request, body, clock.nanos()))
                .invoke(answer -> answers.put(key, CompletableFuture.completedFuture(answer)));
    }
}
