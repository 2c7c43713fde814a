package io.quotagate.provider;

import java.util.HashSet;
import java.util.Set;

/**
 * What in a vendor's answers its documentation does not know. Places are told by fingerprints, the same in every process,
 * so that nothing of what a vendor wrote is kept, shown or logged.
 *
 * @param unknown members that are not documented
 * @param retyped documented members of another JSON type, which were read all the same or are not read at all
 */
public record Undocumented(Set<Integer> unknown, Set<Integer> retyped) {

    public static final Undocumented NONE = new Undocumented(Set.of(), Set.of());

    public Undocumented {
        unknown = Set.copyOf(unknown);
        retyped = Set.copyOf(retyped);
    }

    /** What both have. */
    public Undocumented and(Undocumented other) {
        return new Undocumented(union(unknown, other.unknown), union(retyped, other.retyped));
    }

    private static Set<Integer> union(Set<Integer> one, Set<Integer> other) {
        Set<Integer> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
