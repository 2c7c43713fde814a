package io.quotagate.chaos;

import io.quotagate.aggregation.RealRedis;
import io.quotagate.provider.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All blows, in any order, evenly over some time; once in each two minutes. */
final class Storm {

    /** Between two of them, also on a machine on which each takes long: what one has done has to show. */
    private static final Duration SHORTEST_CALM = Duration.ofSeconds(4);

    private final Gateway steady;
    private final Gateway other;
    private final RealRedis redis;
    private final Random random;

    Storm(Gateway steady, Gateway other, RealRedis redis, long seed) {
        this.steady = steady;
        this.other = other;
        this.redis = redis;
        this.random = new Random(seed);
    }

    void rage(Duration length) {
        List<Blow> blows = blows(length);
        long start = System.nanoTime();
        long gap = length.toNanos() / blows.size();
        for (int nth = 0; nth < blows.size(); nth++) {
            blows.get(nth).strike(steady, other, redis, random);
            await(Duration.ofNanos(Math.max(SHORTEST_CALM.toNanos(), start + (nth + 1) * gap - System.nanoTime())));
        }
    }

    private List<Blow> blows(Duration length) {
        List<Blow> blows = new ArrayList<>();
        for (long round = 0; round <= length.toMinutes() / 2; round++) {
            List<Blow> deck = new ArrayList<>(List.of(Blow.values()));
            Collections.shuffle(deck, random);
            blows.addAll(deck);
        }
        return blows;
    }

    static void await(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Patience.until(time.plusMinutes(1), "time passes", () -> System.nanoTime() - end >= 0);
    }
}
