package io.quotagate.aggregation;

import io.quotagate.provider.Undocumented;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the documentation does not know and the snapshot before had not, each place once.
 *
 * @param remembered what is not counted again
 */
record News(List<Integer> remembered, int unknown, int retyped) {

    /** A vendor that makes up new names with each answer fills no memory. */
    private static final int MOST = 32;

    /**
     * What one answer has and the next has not is kept too: a vendor's servers need not all be of one version.
     *
     * @param before what was remembered
     */
    static News of(Undocumented now, List<Integer> before) {
        // Those of another type come first: they are documented, and only so many. New names may fill the memory.
        Set<Integer> all = new LinkedHashSet<>(new TreeSet<>(now.retyped()));
        all.addAll(before);
        all.addAll(new TreeSet<>(now.unknown()));
        List<Integer> remembered = all.stream().limit(MOST).toList();
        Set<Integer> known = Set.copyOf(before);
        return new News(
                remembered, unheardOf(now.unknown(), remembered, known), unheardOf(now.retyped(), remembered, known));
    }

    private static int unheardOf(Set<Integer> prints, List<Integer> remembered, Set<Integer> known) {
        return (int) remembered.stream()
                .filter(print -> prints.contains(print) && !known.contains(print))
                .count();
    }
}
