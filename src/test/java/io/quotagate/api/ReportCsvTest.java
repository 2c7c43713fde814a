package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.count;
import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static io.quotagate.provider.TestQuotas.unlimited;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.api.QuotaJson.View;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCsvTest {

    private static String text(View view, Quota... quotas) {
        return new String(ReportCsv.of(TestReports.of(view, quotas), view, true), StandardCharsets.UTF_8);
    }

    private static Map<String, String> row(View view, Quota quota) {
        return CsvTable.of(text(view, quota)).rows().get(1);
    }

    private static Quota inSpace(String id) {
        return stored(Scope.of(ScopeLevel.SPACE, id), known("100"), known("10"));
    }

    @Test
    void columnsAreStable() {
        String basic = "id,connection,provider,metric,kind,unit,scope.level,scope.id,scope.reported,"
                + "limit.state,limit.value,limit.origin,used.state,used.value,used.origin,"
                + "remaining.state,remaining.value,remaining.origin,utilization,status,observedAt,warnings,"
                + "source.status,source.problem.reason,source.account.state";

        assertThat(text(View.BASIC)).startsWith(basic + "\r\n");
        assertThat(text(View.FULL))
                .startsWith(basic
                        + ",limit.vendor.call,limit.vendor.field,limit.vendor.value,limit.vendor.unit,limit.from"
                        + ",used.vendor.call,used.vendor.field,used.vendor.value,used.vendor.unit,used.from"
                        + ",remaining.vendor.call,remaining.vendor.field,remaining.vendor.value,remaining.vendor.unit"
                        + ",remaining.from\r\n");
    }

    @Test
    void lineHasAllOfItsQuota() {
        Quota quota = stored("10995116277760", "7939377152").with(Warning.UNIT_INFERRED, Warning.MISSING);

        assertThat(text(View.BASIC, quota))
                .endsWith("drive:storage.stored:organization,drive,fake,storage.stored,allocation,By,organization,,,"
                        + "known,10995116277760,reported,known,7939377152,reported,known,10987176900608,computed,"
                        + "0.000722,ok,2026-11-21T03:00:00.123Z,unit_inferred missing,ok,,arrears\r\n");
    }

    @Test
    void cellIsEmptyWhereThereIsNoNumber() {
        Scope scope = Scope.of(ScopeLevel.ORGANIZATION);
        Map<String, String> unlimited = row(View.BASIC, stored(scope, unlimited(), known("10")));
        Map<String, String> unknown = row(View.BASIC, stored(scope, Amount.unknown(), Amount.unknown()));
        Map<String, String> setting =
                row(View.BASIC, Quota.setting(new Metric("fake.setting"), Unit.BYTE, scope, known("5")));
        Map<String, String> zero = row(View.BASIC, count("fake.zero", "0", "0"));

        assertThat(unlimited).containsEntry("limit.state", "unlimited").containsEntry("limit.value", "");
        assertThat(unlimited).containsEntry("remaining.state", "unlimited").containsEntry("remaining.value", "");
        assertThat(unknown).containsEntry("used.state", "unknown").containsEntry("used.value", "");
        assertThat(unknown).containsEntry("utilization", "").containsEntry("used.origin", "");
        assertThat(setting).containsEntry("used.state", "not_applicable").containsEntry("used.value", "");
        assertThat(zero).containsEntry("limit.value", "0").containsEntry("utilization", "");
    }

    @Test
    void sourceWithoutNumbersIsALineOfItsOwnAboveTheOthers() {
        CsvTable table = CsvTable.of(text(View.BASIC, stored("100", "10")));

        assertThat(table.column("connection")).containsExactly("vms", "drive");
        assertThat(table.rows().get(0))
                .containsEntry("id", "")
                .containsEntry("source.status", "timeout")
                .containsEntry("source.problem.reason", "timeout")
                .containsEntry("limit.state", "")
                .containsEntry("limit.value", "");
    }

    @Test
    void sourcesWithoutNumbersAreToldOnce() {
        ReportJson report = TestReports.of(View.BASIC, stored("100", "10"));

        byte[] later = ReportCsv.of(report, View.BASIC, false);

        assertThat(CsvTable.of(new String(later, StandardCharsets.UTF_8)).column("connection"))
                .containsExactly("drive");
    }

    @Test
    void fullViewTracesEachAmount() {
        Map<String, String> row = row(View.FULL, stored("100", "10"));

        assertThat(row)
                .containsEntry("limit.vendor.call", "GET /numbers")
                .containsEntry("limit.vendor.field", "/number")
                .containsEntry("limit.vendor.value", "100")
                .containsEntry("limit.vendor.unit", "By")
                .containsEntry("limit.from", "")
                .containsEntry("remaining.vendor.call", "")
                .containsEntry("remaining.from", "limit used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a\"b", "\"", "a\r\nb", "a\nb", "a\rb", " a ", "a;b", "☃", "", "x'y"})
    void anyTextSurvives(String id) {
        assertThat(row(View.BASIC, inSpace(id))).containsEntry("scope.id", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "=cmd|' /C calc'!A0", "--1"})
    void noTextIsAFormula(String id) {
        assertThat(row(View.BASIC, inSpace(id))).containsEntry("scope.id", "'" + id);
    }

    @Test
    void negativeNumbersStayNumbers() {
        Amount none = Amount.reported(new BigDecimal("-1"), new VendorField("GET /n", "/n", "-1.50", "By"));

        Map<String, String> row = row(View.FULL, stored(Scope.of(ScopeLevel.ORGANIZATION), known("10"), known("30")));
        Map<String, String> odd =
                row(View.FULL, Quota.balance(new Metric("fake.b"), Unit.BYTE, Scope.of(ScopeLevel.REGION), none));

        assertThat(row).containsEntry("remaining.value", "-20");
        assertThat(odd).containsEntry("remaining.value", "-1").containsEntry("remaining.vendor.value", "-1.50");
    }

    @Test
    void linesEndAsTheStandardWantsIt() {
        assertThat(List.of(text(View.BASIC, stored("1", "1")).split("\r\n", -1)))
                .hasSize(4)
                .last()
                .isEqualTo("");
    }
}
