package io.quotagate.chaos;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What was found to be wrong; all of it is counted, and the first of each kind are kept. */
final class Complaints {

    private static final int KEPT_OF_A_KIND = 5;

    private final Map<String, AtomicLong> counts = new TreeMap<>();
    private final List<String> kept = new CopyOnWriteArrayList<>();

    /** @param kind in a few words, the same for the same mistake */
    synchronized void add(String kind, String detail) {
        long count = counts.computeIfAbsent(kind, first -> new AtomicLong()).incrementAndGet();
        if (count <= KEPT_OF_A_KIND) {
            kept.add(kind + ": " + detail);
        }
    }

    void check(boolean good, String kind, String detail) {
        if (!good) {
            add(kind, detail);
        }
    }

    List<String> kept() {
        return List.copyOf(kept);
    }

    synchronized String counts() {
        return counts.toString();
    }
}
