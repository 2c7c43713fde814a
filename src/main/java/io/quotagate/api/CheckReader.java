package io.quotagate.api;

import io.quotagate.aggregation.MetricUnits;
import io.quotagate.aggregation.Providers;
import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.QuotaCheck.Place;
import io.quotagate.api.CheckBody.Draft;
import io.quotagate.provider.Connection;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Metric;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.tenant.Tenant;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the body of a request for checks; ends the request, naming everything that is wrong, where it is none. */
@Singleton
class CheckReader {

    static final String AMOUNT = "^\\d{1,40}(\\.\\d{1,20})?$";
    /** Without the control characters of ASCII; whatever names a vendor may bring. */
    static final String METRIC = "^[^\\x00-\\x1f\\x7f]{1,255}$";

    private static final Pattern AMOUNT_PATTERN = Pattern.compile(AMOUNT);
    private static final Pattern METRIC_PATTERN = Pattern.compile(METRIC);
    private static final String METRIC_RULE = "must be the name of a metric, such as storage.stored";
    private static final String AMOUNT_RULE =
            "must be a decimal number above 0, of at most 40 digits before the point and 20 after it, such as 1073741824";
    private static final String UNIT_RULE = "must be one of " + String.join(", ", Measure.codes());
    private static final int LONGEST_ID = 255;
    private static final String ID_RULE = "must be the id of a scope, of 1 to " + LONGEST_ID + " characters";
    private static final String CONNECTION_RULE = "must be the id of a connection of this tenant";
    private static final Map<String, ScopeLevel> LEVELS = Arrays.stream(ScopeLevel.values())
            .collect(Collectors.toUnmodifiableMap(level -> level.name().toLowerCase(Locale.ROOT), level -> level));
    private static final String LEVEL_RULE = "must be one of "
            + Arrays.stream(ScopeLevel.values())
                    .map(level -> level.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));

    private final Providers providers;
    private final MetricUnits metrics;
    private final String providerRule;

    CheckReader(Providers providers, MetricUnits metrics) {
        this.providers = providers;
        this.metrics = metrics;
        this.providerRule = "must be one of "
                + providers.all().stream().map(provider -> provider.id()).collect(Collectors.joining(", "));
    }

    /** The checks of a body, in their order. */
    List<QuotaCheck> read(byte[] body, Tenant tenant) {
        Flaws flaws = new Flaws();
        List<QuotaCheck> checks = new ArrayList<>();
        for (Draft draft : CheckBody.read(body, flaws)) {
            check(draft, tenant, flaws).ifPresent(checks::add);
        }
        flaws.check();
        return checks;
    }

    /** What is wrong with a unit that does not convert to that of its metric. */
    static String unitRule(Unit unit) {
        return "does not convert to the metric's unit; must be one of " + String.join(", ", Measure.codesFor(unit));
    }

    private Optional<QuotaCheck> check(Draft draft, Tenant tenant, Flaws flaws) {
        Values values = new Values(draft, flaws);
        Optional<Metric> metric = values.required("metric", CheckReader::metric, METRIC_RULE);
        Optional<BigDecimal> amount = values.required("amount", CheckReader::amount, AMOUNT_RULE);
        Optional<Measure> measure = values.required("unit", Measure::find, UNIT_RULE);
        Optional<String> connection =
                values.optional("connection", id -> tenant.connection(id).map(Connection::id), CONNECTION_RULE);
        Optional<String> provider =
                values.optional("provider", id -> providers.find(id).map(QuotaProvider::id), providerRule);
        Optional<String> id = values.optional("scope.id", CheckReader::id, ID_RULE);
        Optional<Place> place =
                values.optional("scope.level", CheckReader::level, LEVEL_RULE).map(level -> new Place(level, id));
        metric.flatMap(metrics::find)
                .filter(unit -> measure.isPresent() && !measure.get().convertsTo(unit))
                .ifPresent(unit -> flaws.add(draft.path("unit"), unitRule(unit)));
        if (metric.isEmpty() || amount.isEmpty() || measure.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal needed = measure.get().inBase(amount.get());
        return Optional.of(new QuotaCheck(metric.get(), needed, measure.get(), connection, provider, place));
    }

    /** The members of one check, each by a parser of its own. */
    private record Values(Draft draft, Flaws flaws) {

        private <T> Optional<T> required(String name, Function<String, Optional<T>> parser, String rule) {
            if (!draft.members().containsKey(name)) {
                flaws.add(draft.path(name), "is required; " + rule);
            }
            return optional(name, parser, rule);
        }

        private <T> Optional<T> optional(String name, Function<String, Optional<T>> parser, String rule) {
            Optional<String> text = draft.members().getOrDefault(name, Optional.empty());
            Optional<T> value = text.flatMap(parser);
            if (text.isPresent() && value.isEmpty()) {
                flaws.add(draft.path(name), rule);
            }
            return value;
        }
    }

    private static Optional<Metric> metric(String text) {
        return METRIC_PATTERN.matcher(text).matches() && !text.isBlank()
                ? Optional.of(new Metric(text))
                : Optional.empty();
    }

    private static Optional<BigDecimal> amount(String text) {
        return Optional.of(text)
                .filter(digits -> AMOUNT_PATTERN.matcher(digits).matches())
                .map(BigDecimal::new)
                .filter(amount -> amount.signum() > 0);
    }

    private static Optional<String> id(String text) {
        return Optional.of(text).filter(id -> !id.isEmpty() && id.length() <= LONGEST_ID);
    }

    private static Optional<ScopeLevel> level(String text) {
        return Optional.ofNullable(LEVELS.get(text));
    }
}
