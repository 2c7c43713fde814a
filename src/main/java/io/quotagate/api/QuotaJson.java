package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Ratio;
import io.quotagate.quota.Scope;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.VendorField;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One quota, as callers read it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Quota", description = "One limited thing: what is limited, where, and how much.")
record QuotaJson(
        @Schema(
                description = "connection:metric:level, and :scopeId where there is one; percent-encoded parts.",
                examples = "drive:storage.stored:organization")
        String id,

        @Schema(description = "Id of the connection, as the tenant's operators gave it.", examples = "drive")
        String connection,

        @Schema(description = "Id of the provider, as the catalogue has it; an open set.", examples = "koodrive")
        String provider,

        @Schema(description = "What is limited; an open set, which the catalogue lists.", examples = "storage.stored")
        String metric,

        @Schema(
                description =
                        "allocation: held, against a limit; balance: prepaid, and what is left of it; setting: a limit that nothing is"
                                + " counted against.",
                examples = "allocation")
        String kind,

        @Schema(description = "UCUM code of the unit of all its amounts; an open set.", examples = "By")
        String unit,

        @Schema(description = "Where it applies.") ScopeJson scope,

        @Schema(description = "How much there may be, in the quota's unit.")
        AmountJson limit,

        @Schema(description = "How much there is, in the quota's unit.")
        AmountJson used,

        @Schema(description = "How much is left, in the quota's unit.")
        AmountJson remaining,

        @Schema(
                description = "used ÷ limit with six digits, half up; null unless both are known and limit > 0.",
                examples = "0.000722")
        @JsonInclude
        @Nullable
        String utilization,

        @Schema(description = "How close it is to its limit, the worst that holds; an open set.", examples = "ok")
        String status,

        @Schema(
                description = "When the vendor was asked for the numbers (RFC 3339, UTC).",
                format = "date-time",
                examples = "2026-11-21T03:00:00.123Z")
        String observedAt,

        @Schema(
                description = "What to know before trusting the numbers; an open set, often empty.",
                examples = "[\"unit_inferred\"]")
        List<String> warnings) {

    /** How much is told of each amount. */
    enum View {
        BASIC,
        FULL
    }

    /** Where a quota applies, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Scope", description = "Where a quota applies.")
    record ScopeJson(
            @Schema(description = "How wide it reaches; an open set.", examples = "organization")
            String level,

            @Schema(description = "The vendor's id of it, where there are several.", examples = "space04fzo07fdq61b")
            @Nullable
            String id,

            @Schema(description = "The scope that the vendor answered for, where it is another.", examples = "cn-bj")
            @Nullable
            String reported) {

        private static ScopeJson of(Scope scope) {
            return new ScopeJson(lower(scope.level()), scope.id(), scope.reported());
        }
    }

    /** One number, or why there is none, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Amount", description = "One number, or why there is none. Missing is not zero.")
    record AmountJson(
            @Schema(
                    description =
                            "Whether there is a number: known, unlimited, unknown (the vendor does not say) or not_applicable.",
                    examples = "known")
            String state,

            @Schema(
                    description = "Exact decimal text in the quota's unit; only where known.",
                    examples = "10995116277760")
            @Nullable
            String value,

            @Schema(
                    description =
                            "Whether the vendor reported it or it was computed from what the vendor reported; absent where there is none.",
                    examples = "reported")
            @Nullable
            String origin,

            @Schema(description = "Where it stood in the vendor's answer (view=full).") @Nullable
            VendorFieldJson vendor,

            @Schema(
                    description = "The members that it was computed from (view=full).",
                    examples = "[\"limit\",\"used\"]")
            @Nullable
            List<String> from) {

        private static final List<String> REMAINDER = List.of("limit", "used");

        static AmountJson of(Amount amount, View view) {
            boolean full = view == View.FULL;
            Amount.Origin origin = amount.origin();
            VendorField vendor = amount.vendor();
            return new AmountJson(
                    lower(amount.state()),
                    amount.text(),
                    origin == null ? null : lower(origin),
                    full && vendor != null ? VendorFieldJson.of(vendor) : null,
                    full && origin == Amount.Origin.COMPUTED ? REMAINDER : null);
        }
    }

    /** A place in a vendor's answer, as callers read it. */
    @Schema(name = "VendorField", description = "Where an amount stood in the vendor's answer.")
    record VendorFieldJson(
            @Schema(
                    description =
                            "The call, by its path as the vendor documents it; with the region or part where there are several.",
                    examples = "GET /koodrive/ose/v1/service/quotaUsed")
            String call,

            @Schema(description = "JSON Pointer into that call's answer (RFC 6901).", examples = "/data/spaceUsed")
            String field,

            @Schema(description = "As written there; null for a null.", examples = "7753298") @JsonInclude @Nullable
            String value,

            @Schema(description = "UCUM code of the vendor's unit.", examples = "KiBy")
            String unit) {

        private static VendorFieldJson of(VendorField field) {
            return new VendorFieldJson(field.call(), field.pointer(), field.value(), field.unit());
        }
    }

    static QuotaJson of(Line line, Thresholds thresholds, View view) {
        Quota quota = line.quota();
        return new QuotaJson(
                line.id(),
                line.connection(),
                line.provider(),
                quota.metric().name(),
                lower(quota.kind()),
                quota.unit().code(),
                ScopeJson.of(quota.scope()),
                AmountJson.of(quota.limit(), view),
                AmountJson.of(quota.used(), view),
                AmountJson.of(quota.remaining(), view),
                quota.utilization().map(Ratio::toString).orElse(null),
                lower(quota.status(thresholds)),
                Times.text(line.observedAt()),
                quota.warnings().stream().map(QuotaJson::lower).toList());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
