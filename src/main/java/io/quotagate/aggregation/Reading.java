package io.quotagate.aggregation;

import io.quotagate.provider.Catalogue;
import java.util.List;
import java.util.function.Function;

/**
 * What a read of a tenant got, before it is merged: whoever has merged the same before needs not do it again.
 *
 * @param found by connection id
 * @param catalogue of a provider, by its id
 */
public record Reading(String tenant, List<Found> found, Function<String, Catalogue> catalogue) {

    public Report report() {
        return Merge.of(tenant, outcomes(), catalogue);
    }

    /** As of its report, without merging it. */
    public boolean isEmptyHanded() {
        return Report.isEmptyHanded(outcomes());
    }

    private List<Outcome> outcomes() {
        return found.stream().map(Found::outcome).toList();
    }

    /** How the read came by the connection that cost it most. */
    public Retrieval retrieval() {
        return found.stream().map(Found::retrieval).max(Retrieval::compareTo).orElse(Retrieval.HIT);
    }

    /** True where the same read a moment later may get the same. */
    public boolean isLasting() {
        return found.stream().allMatch(one -> one.standing().isLasting());
    }

    /** True where numbers are shown that are too old, and newer ones may be on their way: no failure stands against it. */
    public boolean isBeingRenewed() {
        return found.stream()
                .map(Found::outcome)
                .anyMatch(outcome ->
                        outcome instanceof Outcome.Stale && outcome.failure().isEmpty());
    }

    public List<Found.Standing> standings() {
        return found.stream().map(Found::standing).toList();
    }
}
