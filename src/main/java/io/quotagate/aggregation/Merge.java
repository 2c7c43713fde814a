package io.quotagate.aggregation;

import io.quotagate.aggregation.Report.Line;
import io.quotagate.provider.Catalogue;
import io.quotagate.quota.Quota;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Merges what the connections brought into one report; pure. */
final class Merge {

    private Merge() {}

    /** @param catalogue of a provider, by id */
    static Report of(String tenant, List<Outcome> outcomes, Function<String, Catalogue> catalogue) {
        List<Outcome> sources = outcomes.stream()
                .sorted(Comparator.comparing(outcome -> outcome.connection().id()))
                .toList();
        List<Line> lines = new ArrayList<>();
        List<Catalogue> silent = new ArrayList<>();
        for (Outcome source : sources) {
            source.snapshot()
                    .ifPresentOrElse(
                            snapshot -> lines.addAll(lines(source, snapshot)),
                            () -> silent.add(catalogue.apply(source.connection().provider())));
        }
        lines.sort(Comparator.comparing(Line::id));
        List<Quota> quotas = lines.stream().map(Line::quota).toList();
        return new Report(tenant, sources, lines, Totals.of(quotas, silent));
    }

    private static List<Line> lines(Outcome source, Snapshot snapshot) {
        String connection = source.connection().id();
        String provider = source.connection().provider();
        return snapshot.quotas().stream()
                .map(quota -> new Line(quota.id(connection), connection, provider, quota, snapshot.observedAt()))
                .toList();
    }
}
