package io.quotagate.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** How a vendor behaves for the moment: which fault the next call meets, every one in its turn. */
final class Temper {

    private final Random random;
    private final List<Fault> deck = new ArrayList<>();
    private final Map<Fault, Integer> met = new EnumMap<>(Fault.class);
    private Mood mood = Mood.CALM;

    /** How much is wrong. */
    enum Mood {
        CALM(0),
        GRUMPY(0.25),
        WILD(0.6),
        AWFUL(1),
        /** Nobody listens. */
        GONE(1);

        private final double faulty;

        Mood(double faulty) {
            this.faulty = faulty;
        }
    }

    Temper(long seed) {
        random = new Random(seed);
    }

    synchronized void turn(Mood next) {
        mood = next;
        if (next == Mood.GONE) {
            note(Fault.REFUSED);
        }
    }

    /** For a call that asks for numbers. */
    synchronized Fault next() {
        if (random.nextDouble() >= mood.faulty) {
            return Fault.NONE;
        }
        if (deck.isEmpty()) {
            deck.addAll(Fault.ofCalls());
            Collections.shuffle(deck, random);
        }
        Fault fault = deck.remove(0);
        note(fault);
        return fault;
    }

    /** For a call that only prepares, which is seldom hit. */
    synchronized Fault nextAside() {
        List<Fault> all = Fault.ofCalls();
        return random.nextDouble() < mood.faulty / 4 ? all.get(random.nextInt(all.size())) : Fault.NONE;
    }

    private void note(Fault fault) {
        met.merge(fault, 1, Integer::sum);
    }

    /** How often each fault was met. */
    synchronized Map<Fault, Integer> met() {
        return new EnumMap<>(met);
    }
}
