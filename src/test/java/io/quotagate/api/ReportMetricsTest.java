package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static io.quotagate.provider.TestQuotas.unlimited;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.api.QuotaJson.View;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Warning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportMetricsTest {

    private static String text(Quota... quotas) {
        return new String(ReportMetrics.of(TestReports.of(View.BASIC, quotas)), StandardCharsets.UTF_8);
    }

    private static MetricsText metrics(Quota... quotas) {
        return MetricsText.of(text(quotas));
    }

    private static Quota inSpace(String id, Amount limit, Amount used) {
        return stored(Scope.of(ScopeLevel.SPACE, id), limit, used);
    }

    @Test
    void numberStandsWithItsUnitAsALabel() {
        assertThat(text(stored("10995116277760", "7939377152")))
                .contains("# TYPE quotagate_quota_limit gauge\n")
                .contains("quotagate_quota_limit{tenant=\"acme\",connection=\"drive\",provider=\"fake\","
                        + "metric=\"storage.stored\",scope=\"organization\",unit=\"By\"} 10995116277760\n");
    }

    @Test
    void numbersAreExact() {
        MetricsText metrics = metrics(inSpace("a", known("123456789012345678901234567890.000000001"), known("30E+1")));

        assertThat(metrics.value("quotagate_quota_limit")).contains("123456789012345678901234567890.000000001");
        assertThat(metrics.value("quotagate_quota_used")).contains("300");
        assertThat(metrics.value("quotagate_quota_remaining")).contains("123456789012345678901234567590.000000001");
    }

    @Test
    void whereThereIsNoNumberThereIsNoSample() {
        MetricsText metrics = metrics(
                inSpace("unlimited", unlimited(), known("10")),
                inSpace("unknown", Amount.unknown(), Amount.unknown()),
                inSpace("zero", known("0"), known("0")));

        assertThat(metrics.value("quotagate_quota_limit", "scope_id", "unlimited"))
                .isEmpty();
        assertThat(metrics.value("quotagate_quota_remaining", "scope_id", "unlimited"))
                .isEmpty();
        assertThat(metrics.value("quotagate_quota_used", "scope_id", "unknown")).isEmpty();
        assertThat(metrics.value("quotagate_quota_utilization_ratio")).isEmpty();
        assertThat(metrics.value("quotagate_quota_limit", "scope_id", "zero")).contains("0");
    }

    @Test
    void amountsAreToldInWordsToo() {
        MetricsText metrics =
                metrics(inSpace("one", unlimited(), known("10")), inSpace("two", known("10"), Amount.unknown()));
        String words = "quotagate_quota_amount_info";

        assertThat(metrics.value(words, "scope_id", "one", "amount", "limit", "state", "unlimited"))
                .contains("1");
        assertThat(metrics.value(words, "scope_id", "one", "amount", "remaining", "origin", "computed"))
                .contains("1");
        assertThat(metrics.value(words, "scope_id", "two", "amount", "limit", "origin", "reported"))
                .contains("1");
        assertThat(metrics.value(words, "scope_id", "two", "amount", "used", "state", "unknown"))
                .contains("1");
        assertThat(metrics.all(words)).hasSize(6);
    }

    @Test
    void utilizationStatusAndWarningsAreTold() {
        MetricsText metrics = metrics(stored("100", "97").with(Warning.FROZEN));

        assertThat(metrics.value("quotagate_quota_utilization_ratio")).contains("0.970000");
        assertThat(metrics.value("quotagate_quota_status", "quotagate_quota_status", "critical"))
                .contains("1");
        assertThat(metrics.value("quotagate_quota_status", "quotagate_quota_status", "ok"))
                .contains("0");
        assertThat(metrics.value("quotagate_quota_warning", "warning", "frozen"))
                .contains("1");
    }

    @Test
    void sourcesAreToldAlsoWithoutNumbers() {
        MetricsText metrics = metrics(stored("100", "10"));
        String status = "quotagate_source_status";
        String observed = "quotagate_source_observed_timestamp_seconds";

        assertThat(metrics.value("quotagate_report_complete", "tenant", "acme")).contains("0");
        assertThat(metrics.value(status, "connection", "drive", status, "ok")).contains("1");
        assertThat(metrics.value(status, "connection", "vms", status, "timeout"))
                .contains("1");
        assertThat(metrics.value("quotagate_source_problem", "connection", "vms", "reason", "timeout"))
                .contains("1");
        assertThat(metrics.all("quotagate_source_problem")).hasSize(1);
        assertThat(metrics.value(observed, "connection", "drive")).contains("1795230000.123");
        assertThat(metrics.value(observed, "connection", "vms")).isEmpty();
        assertThat(metrics.value("quotagate_account_state", "quotagate_account_state", "arrears"))
                .contains("1");
    }

    @Test
    void labelsOfVendorsAreQuoted() {
        for (String id : List.of("a\"b", "a\\b", "a\nb", "a,b=\"c\"", "{}", "☃", "\\n")) {
            assertThat(metrics(inSpace(id, known("1"), known("1"))).value("quotagate_quota_limit", "scope_id", id))
                    .as(id)
                    .contains("1");
        }
    }
}
