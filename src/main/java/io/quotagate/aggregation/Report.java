package io.quotagate.aggregation;

import io.quotagate.quota.Quota;
import java.time.Instant;
import java.util.List;

/**
 * A tenant's snapshots merged: the answer to a read, before it is filtered and written.
 *
 * @param sources what became of each connection asked, by id
 * @param lines all quotas, by id
 * @param totals by metric and unit
 */
public record Report(String tenant, List<Outcome> sources, List<Line> lines, List<Total> totals) {

    public Report {
        sources = List.copyOf(sources);
        lines = List.copyOf(lines);
        totals = List.copyOf(totals);
    }

    /** A quota with where and when it was observed. */
    public record Line(String id, String connection, String provider, Quota quota, Instant observedAt) {}

    /** True where every connection asked has something to show. */
    public boolean isComplete() {
        return sources.stream().allMatch(source -> source.snapshot().isPresent());
    }

    /** True where connections were asked and none has anything to show. */
    public boolean isEmptyHanded() {
        return isEmptyHanded(sources);
    }

    static boolean isEmptyHanded(List<Outcome> sources) {
        return !sources.isEmpty()
                && sources.stream().noneMatch(source -> source.snapshot().isPresent());
    }
}
