package io.quotagate.aggregation;

import java.math.BigDecimal;
import java.util.List;

/**
 * What of a connection's past a snapshot carries along, so that drift is known from one fetch to the next, after a restart
 * and in another replica. Empty for a connection of which nothing moves.
 *
 * @param undocumented fingerprints of what has been counted as not documented
 */
record DriftMemory(List<Integer> undocumented, List<Shift> shifts, List<Pause> pauses) {

    static final DriftMemory NONE = new DriftMemory(List.of(), List.of(), List.of());

    /**
     * A jump that is still warned of.
     *
     * @param place of the amount in the snapshot
     * @param before what it was
     * @param since when it was first seen, in seconds of the epoch
     */
    record Shift(int place, BigDecimal before, long since) {}

    DriftMemory {
        undocumented = List.copyOf(undocumented);
        shifts = List.copyOf(shifts);
        pauses = List.copyOf(pauses);
    }
}
