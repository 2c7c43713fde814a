package io.quotagate.api;

import io.quotagate.api.QuotaJson.AmountJson;
import io.quotagate.api.QuotaJson.VendorFieldJson;
import io.quotagate.api.QuotaJson.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report as a table: a line for each source that has nothing to show, and then one for each quota. Columns are named
 * as the members of the JSON; a cell is empty where there is no value.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class ReportCsv {

    private static final String END = "\r\n";
    private static final Pattern QUOTED = Pattern.compile("[\",\r\n]|^\\s|\\s$");
    /** @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a> */
    private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\t\r\n]");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

    private static final List<Column> BASIC = basic();
    private static final List<Column> FULL =
            Stream.concat(BASIC.stream(), full()).toList();

    /** @param quota null where the source has none to show */
    private record Line(SourceJson source, @Nullable QuotaJson quota) {}

    private interface Cell<T> {
        @Nullable
        String of(T thing);
    }

    private record Column(String name, Cell<Line> cell) {

        private static Column ofQuota(String name, Cell<QuotaJson> cell) {
            return new Column(name, line -> line.quota() == null ? null : cell.of(line.quota()));
        }
    }

    private ReportCsv() {}

    /** @param silent whether sources without numbers are told: they are once, be there many pages */
    static byte[] of(ReportJson report, View view, boolean silent) {
        List<Column> columns = view == View.FULL ? FULL : BASIC;
        Map<String, SourceJson> sources =
                report.sources().stream().collect(Collectors.toMap(SourceJson::connection, Function.identity()));
        StringBuilder text = new StringBuilder(256 * (1 + report.quotas().size()));
        append(text, columns.stream().map(Column::name));
        if (silent) {
            report.sources().stream()
                    .filter(source -> source.quotas() == null)
                    .forEach(source -> append(text, columns, new Line(source, null)));
        }
        report.quotas()
                .forEach(quota -> append(
                        text, columns, new Line(Objects.requireNonNull(sources.get(quota.connection())), quota)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<Column> basic() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofQuota("id", QuotaJson::id));
        columns.add(new Column("connection", line -> line.source().connection()));
        columns.add(new Column("provider", line -> line.source().provider()));
        columns.add(Column.ofQuota("metric", QuotaJson::metric));
        columns.add(Column.ofQuota("kind", QuotaJson::kind));
        columns.add(Column.ofQuota("unit", QuotaJson::unit));
        columns.add(Column.ofQuota("scope.level", quota -> quota.scope().level()));
        columns.add(Column.ofQuota("scope.id", quota -> quota.scope().id()));
        columns.add(Column.ofQuota("scope.reported", quota -> quota.scope().reported()));
        amounts((name, amount) -> {
            columns.add(
                    Column.ofQuota(name + ".state", quota -> amount.apply(quota).state()));
            columns.add(
                    Column.ofQuota(name + ".value", quota -> amount.apply(quota).value()));
            columns.add(Column.ofQuota(
                    name + ".origin", quota -> amount.apply(quota).origin()));
        });
        columns.add(Column.ofQuota("utilization", QuotaJson::utilization));
        columns.add(Column.ofQuota("status", QuotaJson::status));
        columns.add(Column.ofQuota("observedAt", QuotaJson::observedAt));
        columns.add(Column.ofQuota("warnings", quota -> String.join(" ", quota.warnings())));
        columns.add(new Column("source.status", line -> line.source().status()));
        columns.add(new Column(
                "source.problem.reason",
                line -> line.source().problem() == null
                        ? null
                        : line.source().problem().reason()));
        columns.add(new Column(
                "source.account.state",
                line -> line.source().account() == null
                        ? null
                        : line.source().account().state()));
        return List.copyOf(columns);
    }

    private static Stream<Column> full() {
        List<Column> columns = new ArrayList<>();
        amounts((name, amount) -> {
            columns.add(vendor(name + ".vendor.call", amount, VendorFieldJson::call));
            columns.add(vendor(name + ".vendor.field", amount, VendorFieldJson::field));
            columns.add(vendor(name + ".vendor.value", amount, VendorFieldJson::value));
            columns.add(vendor(name + ".vendor.unit", amount, VendorFieldJson::unit));
            columns.add(Column.ofQuota(name + ".from", quota -> {
                List<String> from = amount.apply(quota).from();
                return from == null ? null : String.join(" ", from);
            }));
        });
        return columns.stream();
    }

    private interface Amounts {
        void add(String name, Function<QuotaJson, AmountJson> amount);
    }

    private static void amounts(Amounts columns) {
        columns.add("limit", QuotaJson::limit);
        columns.add("used", QuotaJson::used);
        columns.add("remaining", QuotaJson::remaining);
    }

    private static Column vendor(String name, Function<QuotaJson, AmountJson> amount, Cell<VendorFieldJson> cell) {
        return Column.ofQuota(name, quota -> {
            VendorFieldJson field = amount.apply(quota).vendor();
            return field == null ? null : cell.of(field);
        });
    }

    private static void append(StringBuilder text, List<Column> columns, Line line) {
        append(text, columns.stream().map(column -> text(column.cell().of(line))));
    }

    private static void append(StringBuilder text, Stream<String> cells) {
        text.append(cells.collect(Collectors.joining(","))).append(END);
    }

    /** Vendors choose some of the texts: a spreadsheet must not take one for a formula. Numbers stay as they are. */
    private static String text(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean harmless =
                !FORMULA.matcher(value).find() || NUMBER.matcher(value).matches();
        String safe = harmless ? value : "'" + value;
        return QUOTED.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
