package io.quotagate.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quotagate.aggregation.CacheConfig;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.SingleFlight;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Answers a request that is sent again as it was answered first, for a day, within a bounded memory. An answer that ends
 * in a problem is not kept: the request did nothing, and may do better the next time.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">Idempotency-Key</a>
 */
@Singleton
class Idempotency {

    private static final Duration KEPT = Duration.ofHours(24);
    /** What an answer takes beside its bytes and texts. */
    private static final int OVERHEAD_BYTES = 250;

    private final Cache<String, Answer> answers;
    private final SingleFlight<String, Answer> running = new SingleFlight<>();

    /**
     * What was asked and answered.
     *
     * @param request tells requests with the same key apart
     */
    private record Answer(String request, byte[] body) {

        private int weight(String key) {
            return OVERHEAD_BYTES + key.length() + request.length() + body.length;
        }
    }

    Idempotency(CacheConfig config, MonotonicClock clock) {
        this.answers = Caffeine.newBuilder()
                .maximumWeight(config.answerBytes())
                .weigher((String key, Answer answer) -> answer.weight(key))
                .expireAfterWrite(KEPT)
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /**
     * @param key unique for the caller and what it does; nobody else's key may be the same
     * @param request what is asked, in one canonical form
     * @param act answers for the first time
     * @return the first answer; fails with 422 where the key was used for something else
     */
    Uni<byte[]> once(String key, String request, Supplier<Uni<byte[]>> act) {
        return running.join(key, () -> first(key, request, act)).map(answer -> {
            if (!answer.request().equals(request)) {
                throw ProblemException.idempotencyKeyReused();
            }
            return answer.body();
        });
    }

    private Uni<Answer> first(String key, String request, Supplier<Uni<byte[]>> act) {
        Answer known = answers.getIfPresent(key);
        return known != null
                ? Uni.createFrom().item(known)
                : act.get().map(body -> new Answer(request, body)).invoke(answer -> answers.put(key, answer));
    }
}
