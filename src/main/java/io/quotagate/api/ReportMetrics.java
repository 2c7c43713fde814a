package io.quotagate.api;

import io.quotagate.api.OpenMetrics.Labels;
import io.quotagate.api.OpenMetrics.Type;
import io.quotagate.api.QuotaJson.AmountJson;
import io.quotagate.provider.Reason;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.QuotaStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report as metrics: there is a number where the vendor said one or where it follows from those, and what else is to be
 * said of a quota or a source stands beside it. Times are when something was observed, not ages: those change by themselves.
 */
final class ReportMetrics {

    private static final List<String> STATUSES = names(QuotaStatus.values()).toList();
    private static final List<String> ACCOUNT_STATES =
            names(AccountState.values()).toList();
    private static final List<String> SOURCE_STATUSES =
            Stream.concat(Stream.of("ok", "stale"), names(Reason.values())).toList();

    private final ReportJson report;
    private final Labels tenant;
    private final OpenMetrics text = new OpenMetrics();

    private ReportMetrics(ReportJson report) {
        this.report = report;
        this.tenant = Labels.NONE.with("tenant", report.tenant());
    }

    static byte[] of(ReportJson report) {
        ReportMetrics metrics = new ReportMetrics(report);
        metrics.complete();
        metrics.amounts("limit", "What may be used; absent where the vendor does not say.", QuotaJson::limit);
        metrics.amounts("used", "What is used; absent where the vendor does not say.", QuotaJson::used);
        metrics.amounts(
                "remaining", "What is left; absent where it is neither said nor follows.", QuotaJson::remaining);
        metrics.amountsInWords();
        metrics.utilization();
        metrics.statuses();
        metrics.warnings();
        metrics.sources();
        return metrics.text.end();
    }

    private void complete() {
        gauge("quotagate_report_complete", null, "1 where every source has numbers to show.");
        text.sample("quotagate_report_complete", tenant, report.complete() ? "1" : "0");
    }

    private void amounts(String name, String help, Function<QuotaJson, AmountJson> amount) {
        String metric = "quotagate_quota_" + name;
        gauge(metric, null, help + " In the unit of the label.");
        for (QuotaJson quota : report.quotas()) {
            sample(metric, of(quota), amount.apply(quota).value());
        }
    }

    private void amountsInWords() {
        String metric = "quotagate_quota_amount";
        text.family(
                metric,
                Type.INFO,
                null,
                "Whether each amount is known, unlimited, unknown or not_applicable, and reported or computed.");
        for (QuotaJson quota : report.quotas()) {
            inWords(metric, quota, "limit", quota.limit());
            inWords(metric, quota, "used", quota.used());
            inWords(metric, quota, "remaining", quota.remaining());
        }
    }

    private void inWords(String metric, QuotaJson quota, String name, AmountJson amount) {
        Labels labels =
                of(quota).with("amount", name).with("state", amount.state()).with("origin", amount.origin());
        text.sample(metric + "_info", labels, "1");
    }

    private void utilization() {
        String metric = "quotagate_quota_utilization_ratio";
        gauge(metric, "ratio", "Used by limit; absent unless both are known and the limit is above 0.");
        report.quotas().forEach(quota -> sample(metric, of(quota), quota.utilization()));
    }

    private void statuses() {
        String metric = "quotagate_quota_status";
        text.family(metric, Type.STATESET, null, "The status of a quota, by the thresholds of its tenant.");
        report.quotas().forEach(quota -> states(metric, of(quota), STATUSES, quota.status()));
    }

    private void warnings() {
        String metric = "quotagate_quota_warning";
        gauge(metric, null, "1 for each thing to know before trusting the numbers.");
        for (QuotaJson quota : report.quotas()) {
            quota.warnings().forEach(warning -> text.sample(metric, of(quota).with("warning", warning), "1"));
        }
    }

    private void sources() {
        text.family(
                "quotagate_source_status",
                Type.STATESET,
                null,
                "What became of a connection: ok, stale, or why it has nothing to show.");
        report.sources()
                .forEach(source -> states("quotagate_source_status", of(source), SOURCE_STATUSES, source.status()));
        gauge("quotagate_source_problem", null, "1 with the reason why there is nothing newer, or what is missing.");
        for (SourceJson source : report.sources()) {
            if (source.problem() != null) {
                Labels labels = of(source).with("reason", source.problem().reason());
                text.sample("quotagate_source_problem", labels, "1");
            }
        }
        String observed = "quotagate_source_observed_timestamp_seconds";
        gauge(observed, "seconds", "When the vendor was asked for the numbers shown.");
        report.sources().forEach(source -> sample(observed, of(source), seconds(source.observedAt())));
        text.family(
                "quotagate_account_state",
                Type.STATESET,
                null,
                "The state of the vendor account, as far as the vendor tells.");
        for (SourceJson source : report.sources()) {
            if (source.account() != null) {
                String state = source.account().state();
                states("quotagate_account_state", of(source), ACCOUNT_STATES, state);
            }
        }
    }

    private void gauge(String name, @Nullable String unit, String help) {
        text.family(name, Type.GAUGE, unit, help);
    }

    /** Nothing where there is no value. */
    private void sample(String name, Labels labels, @Nullable String value) {
        if (value != null) {
            text.sample(name, labels, value);
        }
    }

    private void states(String name, Labels labels, List<String> all, String current) {
        all.forEach(state -> text.sample(name, labels.with(name, state), state.equals(current) ? "1" : "0"));
    }

    private Labels of(SourceJson source) {
        return tenant.with("connection", source.connection()).with("provider", source.provider());
    }

    private Labels of(QuotaJson quota) {
        return tenant.with("connection", quota.connection())
                .with("provider", quota.provider())
                .with("metric", quota.metric())
                .with("scope", quota.scope().level())
                .with("scope_id", quota.scope().id())
                .with("unit", quota.unit());
    }

    private static @Nullable String seconds(@Nullable String time) {
        return time == null
                ? null
                : BigDecimal.valueOf(Instant.parse(time).toEpochMilli(), 3).toPlainString();
    }

    private static Stream<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT));
    }
}
