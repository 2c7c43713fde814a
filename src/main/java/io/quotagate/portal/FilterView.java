package io.quotagate.portal;

import io.quotagate.aggregation.Report.Line;
import io.quotagate.api.AskedReport;
import io.quotagate.provider.Connection;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.ScopeLevel;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the page offers to choose from, and what is chosen.
 *
 * @param statuses with how many quotas have each
 * @param menus of the other filters
 * @param isAny whether anything is filtered
 */
record FilterView(
        List<Choice> statuses, List<Menu> menus, List<Choice> utilizations, List<Choice> orders, boolean isAny) {

    private static final Map<String, String> UTILIZATIONS = new TreeMap<>(
            Map.of("0.5", "50 % or more", "0.8", "80 % or more", "0.95", "95 % or more", "1", "100 % or more"));
    private static final List<String> FILTERS =
            List.of("provider", "connection", "metric", "scope", "status", "minUtilization");

    /** @param count of quotas; below 0 where that is not told */
    record Choice(String value, String label, long count, boolean chosen) {}

    /**
     * A filter of which several values may be chosen.
     *
     * @param parameter of the query
     */
    record Menu(String parameter, String label, List<Choice> choices) {

        public long chosen() {
            return choices.stream().filter(Choice::chosen).count();
        }
    }

    /** @param product of a provider, by its id */
    static FilterView of(AskedReport asked, MultivaluedMap<String, String> query, Function<String, String> product) {
        List<Line> lines = asked.report().lines();
        Chosen chosen = new Chosen(query);
        List<Connection> connections = asked.tenant().connections();
        return new FilterView(
                statuses(asked, chosen),
                List.of(
                        menu("connection", "Source", connections.stream().map(Connection::id), chosen, id -> id),
                        menu("provider", "Provider", connections.stream().map(Connection::provider), chosen, product),
                        menu(
                                "metric",
                                "Metric",
                                lines.stream().map(line -> line.quota().metric().name()),
                                chosen,
                                name -> name),
                        menu("scope", "Scope", scopes(lines), chosen, FilterView::scope)),
                utilizations(chosen),
                orders(chosen),
                FILTERS.stream().anyMatch(query::containsKey));
    }

    /** What the query says; it has been looked at already. */
    private record Chosen(MultivaluedMap<String, String> query) {

        private List<String> of(String parameter) {
            return query.getOrDefault(parameter, List.of());
        }

        private Choice choice(String parameter, String value, String label) {
            return new Choice(value, label, -1, of(parameter).contains(value));
        }
    }

    private static List<Choice> statuses(AskedReport asked, Chosen chosen) {
        Map<QuotaStatus, Long> counts = asked.report().lines().stream()
                .collect(Collectors.groupingBy(
                        line -> line.quota().status(asked.tenant().thresholds()), Collectors.counting()));
        return Arrays.stream(QuotaStatus.values())
                .map(status -> new Choice(
                        Words.slug(status),
                        Words.of(status),
                        counts.getOrDefault(status, 0L),
                        chosen.of("status").contains(Words.slug(status))))
                .toList();
    }

    private static Menu menu(
            String parameter, String label, Stream<String> there, Chosen chosen, Function<String, String> text) {
        Collection<String> values = new TreeSet<>(chosen.of(parameter));
        there.forEach(values::add);
        return new Menu(
                parameter,
                label,
                values.stream()
                        .map(value -> chosen.choice(parameter, value, text.apply(value)))
                        .toList());
    }

    private static Stream<String> scopes(List<Line> lines) {
        return lines.stream().map(line -> Words.slug(line.quota().scope().level()));
    }

    private static String scope(String slug) {
        return Arrays.stream(ScopeLevel.values())
                .filter(level -> Words.slug(level).equals(slug))
                .map(Words::of)
                .findFirst()
                .orElse(slug);
    }

    private static List<Choice> utilizations(Chosen chosen) {
        Map<String, String> offered = new TreeMap<>(UTILIZATIONS);
        chosen.of("minUtilization").forEach(own -> offered.putIfAbsent(own, own + " or more"));
        Stream<Choice> any = Stream.of(
                new Choice("", "any use", -1, chosen.of("minUtilization").isEmpty()));
        return Stream.concat(
                        any,
                        offered.entrySet().stream()
                                .map(one -> chosen.choice("minUtilization", one.getKey(), one.getValue())))
                .toList();
    }

    private static List<Choice> orders(Chosen chosen) {
        return List.of(
                new Choice(
                        "",
                        "by source",
                        -1,
                        !chosen.of("sort").contains("utilization")
                                && !chosen.of("sort").contains("-utilization")),
                chosen.choice("sort", "-utilization", "fullest first"),
                chosen.choice("sort", "utilization", "emptiest first"));
    }
}
