package io.quotagate.api;

import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.Providers;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.api.QuotaJson.View;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.Ratio;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Tenant;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a read of the report asks for.
 *
 * @param minUtilization compared with the exact quotient; a quota without one never matches
 * @param after where the page before ended
 */
record ReportQuery(
        Ask ask,
        Set<String> metrics,
        Set<ScopeLevel> scopes,
        Set<QuotaStatus> statuses,
        Optional<BigDecimal> minUtilization,
        Sort sort,
        View view,
        Require require,
        int pageSize,
        Optional<Place> after,
        PageToken tokens) {

    private static final int DEFAULT_PAGE_SIZE = 500;
    private static final int MAX_PAGE_SIZE = 1_000;

    /** What makes a report an error. */
    enum Require {
        ANY,
        ALL
    }

    /** The order of the quotas; those without a utilization come last either way. */
    enum Sort {
        ID("id", Comparator.comparing(Place::id)),
        UTILIZATION(
                "utilization",
                Comparator.comparing(Place::ratio, Comparator.nullsLast(Comparator.<Ratio>naturalOrder()))
                        .thenComparing(Place::id)),
        UTILIZATION_DESCENDING(
                "-utilization",
                Comparator.comparing(Place::ratio, Comparator.nullsLast(Comparator.<Ratio>reverseOrder()))
                        .thenComparing(Place::id));

        private final String text;
        private final Comparator<Place> order;

        Sort(String text, Comparator<Place> order) {
            this.text = text;
            this.order = order;
        }

        private static Optional<Sort> of(String text) {
            return Arrays.stream(values())
                    .filter(sort -> sort.text.equals(text))
                    .findFirst();
        }
    }

    /** A place in the order. */
    record Place(@Nullable Ratio ratio, String id) {

        private static final Pattern TEXT = Pattern.compile(
                "((?<part>-?\\d{1,80}(\\.\\d{1,80})?)/(?<whole>\\d{1,80}(\\.\\d{1,80})?))? (?<id>.*)", Pattern.DOTALL);

        private static Place of(Line line) {
            return new Place(line.quota().utilization().orElse(null), line.id());
        }

        private String text() {
            String position = ratio == null
                    ? ""
                    : ratio.part().toPlainString() + "/" + ratio.whole().toPlainString();
            return position + " " + id;
        }

        /** Empty where the text is none of ours: whoever knows a tenant's only key can seal any. */
        private static Optional<Place> of(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            String id = parts.group("id");
            if (parts.group("part") == null) {
                return Optional.of(new Place(null, id));
            }
            BigDecimal whole = new BigDecimal(parts.group("whole"));
            return whole.signum() <= 0
                    ? Optional.empty()
                    : Optional.of(new Place(new Ratio(new BigDecimal(parts.group("part")), whole), id));
        }
    }

    /**
     * One page of the quotas asked for.
     *
     * @param nextToken null on the last page
     */
    record Page(List<Line> lines, @Nullable String nextToken) {}

    /** The one that says nothing. */
    static ReportQuery usual(Tenant tenant) {
        return usual(tenant, DEFAULT_PAGE_SIZE);
    }

    /** The one that says nothing but how long its pages are. */
    static ReportQuery usual(Tenant tenant, int pageSize) {
        PageToken tokens = new PageToken(
                listing(tenant, Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Optional.empty(), Sort.ID),
                secret(tenant));
        return new ReportQuery(
                Ask.ALL,
                Set.of(),
                Set.of(),
                Set.of(),
                Optional.empty(),
                Sort.ID,
                View.BASIC,
                Require.ANY,
                pageSize,
                Optional.empty(),
                tokens);
    }

    /** Reads the query string; ends the request where anything in it is wrong. */
    static ReportQuery of(UriInfo uri, Representation form, Tenant tenant, Providers providers, Instant now) {
        Query query = new Query(uri);
        Set<String> providerIds = query.all(
                "provider",
                text -> Optional.of(text).filter(id -> providers.find(id).isPresent()),
                "must be one of "
                        + String.join(
                                ", ",
                                providers.all().stream().map(it -> it.id()).toList()));
        Set<String> connections = query.all(
                "connection",
                text -> Optional.of(text).filter(id -> id.matches(Tenant.ID_PATTERN)),
                "must be the id of a connection, which matches " + Tenant.ID_PATTERN);
        Set<String> metrics = query.all(
                "metric", text -> Optional.of(text).filter(name -> !name.isBlank()), "must be the name of a metric");
        Set<ScopeLevel> scopes = query.all("scope", named(ScopeLevel.values()), oneOf(ScopeLevel.values()));
        Set<QuotaStatus> statuses = query.all("status", named(QuotaStatus.values()), oneOf(QuotaStatus.values()));
        Optional<BigDecimal> minUtilization =
                query.one("minUtilization", ReportQuery::decimal, "must be a decimal number of at least 0, e.g. 0.8");
        Sort sort = query.one("sort", Sort::of, "must be one of id, utilization, -utilization")
                .orElse(Sort.ID);
        View view =
                query.one("view", named(View.values()), oneOf(View.values())).orElse(View.BASIC);
        Require require = query.one("require", named(Require.values()), oneOf(Require.values()))
                .orElse(Require.ANY);
        int pageSize = query.one("pageSize", ReportQuery::pageSize, "must be a whole number from 1 to " + MAX_PAGE_SIZE)
                .orElse(form == Representation.JSON ? DEFAULT_PAGE_SIZE : Integer.MAX_VALUE);
        PageToken tokens = new PageToken(
                listing(tenant, providerIds, connections, metrics, scopes, statuses, minUtilization, sort),
                secret(tenant));
        Optional<Place> after = query.one(
                "pageToken",
                text -> tokens.place(text, now).flatMap(Place::of),
                "must be the nextPageToken of an answer to the same query, at most a day old");
        if (form == Representation.OPENMETRICS) {
            List.of("pageSize", "pageToken")
                    .forEach(name -> query.never(name, "must not be given: metrics have no pages"));
        }
        query.check();
        return new ReportQuery(
                new Ask(providerIds, connections),
                metrics,
                scopes,
                statuses,
                minUtilization,
                sort,
                view,
                require,
                pageSize,
                after,
                tokens);
    }

    /** The page of the quotas that match. */
    Page page(List<Line> lines, Thresholds thresholds, Instant now) {
        List<Line> matching = lines.stream()
                .filter(line -> matches(line, thresholds))
                .filter(this::isAfter)
                .sorted(Comparator.comparing(Place::of, sort.order))
                .limit(pageSize + 1L)
                .toList();
        if (matching.size() <= pageSize) {
            return new Page(matching, null);
        }
        List<Line> page = matching.subList(0, pageSize);
        return new Page(page, tokens.after(Place.of(page.get(pageSize - 1)).text(), now));
    }

    private boolean isAfter(Line line) {
        return after.map(place -> sort.order.compare(Place.of(line), place) > 0).orElse(true);
    }

    private boolean matches(Line line, Thresholds thresholds) {
        var quota = line.quota();
        return (metrics.isEmpty() || metrics.contains(quota.metric().name()))
                && (scopes.isEmpty() || scopes.contains(quota.scope().level()))
                && (statuses.isEmpty() || statuses.contains(quota.status(thresholds)))
                && minUtilization
                        .map(bound -> quota.utilization()
                                .filter(ratio -> ratio.isAtLeast(bound))
                                .isPresent())
                        .orElse(true);
    }

    private static <E extends Enum<E>> Function<String, Optional<E>> named(E[] values) {
        return text ->
                Arrays.stream(values).filter(value -> lower(value).equals(text)).findFirst();
    }

    private static String oneOf(Enum<?>[] values) {
        return "must be one of " + Arrays.stream(values).map(ReportQuery::lower).collect(Collectors.joining(", "));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<BigDecimal> decimal(String text) {
        return text.matches("\\d{1,18}(\\.\\d{1,18})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    static Optional<Integer> pageSize(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[1-9]\\d{0,3}"))
                .map(Integer::valueOf)
                .filter(size -> size <= MAX_PAGE_SIZE);
    }

    /** Everything that decides which quotas come in which order. */
    private static String listing(Tenant tenant, Set<String> providers, Object... rest) {
        return Stream.concat(Stream.of("quotas", tenant.id(), providers), Arrays.stream(rest))
                .map(part -> part instanceof Set<?> set ? new TreeSet<>(set).toString() : part.toString())
                .collect(Collectors.joining("|"));
    }

    /** What all replicas know of the tenant, and other tenants' callers do not. */
    private static String secret(Tenant tenant) {
        return tenant.keys().stream().map(ApiKey::sha256).sorted().collect(Collectors.joining());
    }
}
