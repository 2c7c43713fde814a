package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.aggregation.Total;
import io.quotagate.api.QuotaJson.View;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Thresholds;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The report, as callers read it; grows, never renames. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Report", description = "Everything a tenant may still use, over all its connections.")
record ReportJson(
        @Schema(description = "The tenant's id.", examples = "sandbox")
        String tenant,

        @Schema(description = "True where every connection asked has numbers to show.", examples = "true")
        boolean complete,

        @Schema(description = "What became of each connection asked, of all pages, by id.")
        List<SourceJson> sources,

        @Schema(description = "The quotas of this page, in the order asked for.")
        List<QuotaJson> quotas,

        @Schema(description = "Sums over the widest scopes of all connections asked, of all pages.")
        List<TotalJson> totals,

        @Schema(
                description = "Where the next page starts; absent on the last one. Good for a day.",
                examples = OpenApi.PAGE_TOKEN)
        @Nullable
        String nextPageToken) {

    /** @param shown those of the report's lines that are on this page */
    static ReportJson of(
            Report report, List<Line> shown, Thresholds thresholds, View view, @Nullable String nextPageToken) {
        return new ReportJson(
                report.tenant(),
                report.isComplete(),
                SourceJson.of(report),
                shown.stream().map(line -> QuotaJson.of(line, thresholds, view)).toList(),
                report.totals().stream().map(TotalJson::of).toList(),
                nextPageToken);
    }

    /** The sum of one metric, as callers read it. */
    @Schema(name = "Total", description = "The sum of one metric; settings, parts and shared limits are left out.")
    record TotalJson(
            @Schema(
                    description = "What is limited; an open set, which the catalogue lists.",
                    examples = "storage.stored")
            String metric,

            @Schema(description = "UCUM code of the unit of its sums; an open set.", examples = "By")
            String unit,

            @Schema(description = "How much there may be, in the total's unit.")
            SumJson limit,

            @Schema(description = "How much there is, in the total's unit.")
            SumJson used,

            @Schema(description = "How much is left, in the total's unit.")
            SumJson remaining) {

        static TotalJson of(Total total) {
            return new TotalJson(
                    total.metric().name(),
                    total.unit().code(),
                    SumJson.of(total.limit()),
                    SumJson.of(total.used()),
                    SumJson.of(total.remaining()));
        }
    }

    /** One number of a total, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Sum", description = "One number of a total, and how much of it is known.")
    record SumJson(
            @Schema(
                    description =
                            "Whether there is a number: known, unlimited (one of those summed up is) or unknown (nothing is included).",
                    examples = "known")
            String state,

            @Schema(description = "Exact decimal text in the total's unit; only where known.", examples = "7939379152")
            @Nullable
            String value,

            @Schema(description = "How many quotas it counts.", minimum = "0", examples = "3")
            int included,

            @Schema(description = "How many quotas it leaves out.", minimum = "0", examples = "1")
            int excluded,

            @Schema(
                    description = "True where something was left out, so that the truth may be more.",
                    examples = "true")
            boolean lowerBound) {

        private static SumJson of(Total.Sum sum) {
            return new SumJson(
                    sum.state().name().toLowerCase(Locale.ROOT),
                    sum.value() == null ? null : Amount.text(sum.value()),
                    sum.included(),
                    sum.excluded(),
                    sum.lowerBound());
        }
    }
}
