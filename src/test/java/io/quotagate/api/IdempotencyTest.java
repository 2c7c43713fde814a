package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.CacheOf;
import io.quotagate.provider.MovableClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IdempotencyTest {

    private static final int MEMORY = 1_000_000;

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Idempotency idempotency = new Idempotency(new CacheOf(MEMORY), clock);
    private final AtomicInteger acts = new AtomicInteger();

    /** @return how often it was done for this request */
    private int ask(int key, int answerBytes) {
        int before = acts.get();
        byte[] answer = idempotency
                .once("key-" + key, "*", () -> {
                    acts.incrementAndGet();
                    return Uni.createFrom().item(new byte[answerBytes]);
                })
                .await()
                .indefinitely();
        assertThat(answer).hasSize(answerBytes);
        return acts.get() - before;
    }

    private long keptOf(int answers, int answerBytes) {
        for (int key = 0; key < answers; key++) {
            var unused = ask(key, answerBytes);
        }
        long kept = 0;
        for (int key = answers - 1; key >= 0; key--) {
            kept += 1 - ask(key, answerBytes);
        }
        return kept;
    }

    @Test
    void whatIsKeptIsBoundedByItsBytes() {
        assertThat(keptOf(100, 100_000)).isBetween(1L, 10L);
    }

    @Test
    void emptyAnswersWeighSomethingToo() {
        assertThat(keptOf(10_000, 0)).isBetween(500L, 4_000L);
    }

    @Test
    void dayBeginsWithTheFirstAnswerHoweverOftenItIsAskedFor() {
        int first = ask(1, 10);
        clock.pass(Duration.ofHours(12));
        int sentAgain = ask(1, 10);
        clock.pass(Duration.ofHours(12));
        int dayAfter = ask(1, 10);

        assertThat(first).isEqualTo(1);
        assertThat(sentAgain).isZero();
        assertThat(dayAfter).isEqualTo(1);
    }
}
