package io.quotagate.portal;

import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.api.AskedReport;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's report, as the page shows it.
 *
 * @param name of the tenant
 * @param headline what became of the sources, in a sentence
 * @param groups of quotas that are shown
 * @param shown how many those are
 * @param known how many there are of the sources asked
 * @param next the query of the next page; null on the last one
 * @param mayRefresh whether the caller may have the vendors asked
 * @param dueMillis until something of it should change by itself
 */
record ReportView(
        String tenant,
        String name,
        String headline,
        boolean complete,
        List<SourceView> sources,
        FilterView filters,
        List<Group> groups,
        int shown,
        int known,
        List<TotalView> totals,
        @Nullable String next,
        boolean mayRefresh,
        long dueMillis) {

    private static final long SOON = 1_000;

    /** @param source of all of them; null where they are of several */
    record Group(@Nullable SourceView source, List<QuotaView> quotas) {}

    /** @param product of a provider, by its id */
    static ReportView of(AskedReport asked, MultivaluedMap<String, String> query, Function<String, String> product) {
        List<Outcome> outcomes = asked.report().sources();
        Map<String, SourceView> sources = new LinkedHashMap<>();
        outcomes.forEach(source -> sources.put(
                source.connection().id(),
                SourceView.of(source, product.apply(source.connection().provider()), asked.nanos())));
        return new ReportView(
                asked.tenant().id(),
                asked.tenant().name().orElse(asked.tenant().id()),
                headline(List.copyOf(sources.values())),
                asked.report().isComplete(),
                List.copyOf(sources.values()),
                FilterView.of(asked, query, product),
                groups(
                        asked,
                        sources,
                        query.containsKey("sort") && !query.get("sort").contains("id")),
                asked.page().size(),
                asked.report().lines().size(),
                asked.report().totals().stream().map(TotalView::of).toList(),
                asked.nextToken()
                        .map(token -> PageLink.next(asked.tenant().id(), query, token))
                        .orElse(null),
                asked.mayRefresh(),
                outcomes.stream()
                        .mapToLong(source -> due(source, asked.nanos()))
                        .min()
                        .orElse(60_000));
    }

    private static String headline(List<SourceView> sources) {
        if (sources.isEmpty()) {
            return "No source was asked.";
        }
        long silent = sources.stream().filter(source -> source.age() == null).count();
        long stale =
                sources.stream().filter(source -> source.tone().equals("stale")).count();
        List<String> parts = new ArrayList<>();
        String of = " of " + sources.size() + " sources ";
        if (silent > 0) {
            parts.add(silent + of + (silent == 1 ? "has" : "have") + " nothing to show");
        }
        if (stale > 0) {
            parts.add(stale + of + (stale == 1 ? "is" : "are") + " stale");
        }
        if (parts.isEmpty()) {
            return sources.size() == 1 ? "The source has answered." : "All" + of.substring(3) + "have answered.";
        }
        return String.join(", ", parts) + ".";
    }

    private static List<Group> groups(AskedReport asked, Map<String, SourceView> sources, boolean mixed) {
        List<Line> lines = asked.page();
        if (mixed) {
            return lines.isEmpty() ? List.of() : List.of(new Group(null, views(lines, asked, sources)));
        }
        return lines.stream()
                .collect(Collectors.groupingBy(Line::connection, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(group -> new Group(sources.get(group.getKey()), views(group.getValue(), asked, sources)))
                .toList();
    }

    private static List<QuotaView> views(List<Line> lines, AskedReport asked, Map<String, SourceView> sources) {
        return lines.stream()
                .map(line -> QuotaView.of(line, asked.tenant().thresholds(), age(line, sources)))
                .toList();
    }

    /** Of a source that has quotas, and so has something to show. */
    private static AgeView age(Line line, Map<String, SourceView> sources) {
        SourceView source = sources.get(line.connection());
        AgeView age = source == null ? null : source.age();
        if (age == null) {
            throw new IllegalStateException("a quota of a source that has none");
        }
        return age;
    }

    private static long due(Outcome source, long nanos) {
        if (source instanceof Outcome.Fresh) {
            return AgeView.of(source, nanos).map(AgeView::freshMillis).orElse(SOON);
        }
        return source.failure()
                .filter(failure -> failure.nextAttemptAt().isPresent())
                .map(failure -> (failure.nextAttemptNanos() - nanos) / 1_000_000)
                .map(left -> Math.max(SOON, left))
                .orElse(SOON);
    }
}
