package io.quotagate.chaos;

import io.quotagate.chaos.Temper.Mood;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Turns the moods of all vendors, each for itself, every mood in its turn. */
final class Weather implements Runnable {

    private static final int SHORTEST_MILLIS = 1_000;
    private static final int LONGEST_MILLIS = 5_000;
    private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

    private final Map<LyingVendor, Spell> spells = new HashMap<>();
    private volatile boolean over;

    /** How one vendor's moods follow each other. */
    private static final class Spell {

        private final Random random;
        private final List<Mood> deck = new ArrayList<>();
        private long untilNanos = System.nanoTime();

        private Spell(long seed) {
            random = new Random(seed);
        }

        private Mood next() {
            if (deck.isEmpty()) {
                deck.addAll(List.of(Mood.values()));
                Collections.shuffle(deck, random);
            }
            untilNanos = System.nanoTime() + random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS) * 1_000_000L;
            return deck.remove(0);
        }
    }

    Weather(long seed, Collection<LyingVendor> vendors) {
        long next = seed;
        for (LyingVendor vendor : vendors) {
            spells.put(vendor, new Spell(next++));
        }
    }

    /** Ends when it is over, and leaves the vendors as they are then. */
    @Override
    public void run() {
        while (!over) {
            long now = System.nanoTime();
            spells.forEach((vendor, spell) -> {
                if (now - spell.untilNanos >= 0) {
                    vendor.turn(spell.next());
                }
            });
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    void end() {
        over = true;
    }
}
