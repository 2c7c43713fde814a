package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.api.QuotaJson.AmountJson;
import io.quotagate.api.QuotaJson.View;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was decided of a batch of checks, as callers read it and {@link CheckAnswers} writes it; grows, never renames. */
@Schema(name = "QuotaChecks", description = "What was decided, in the order of the checks.")
record CheckJson(
        @Schema(
                description =
                        "True where every connection that may have room for one of the checks has numbers to show.",
                examples = "true")
        boolean complete,

        @Schema(description = "What was decided of each.") List<VerdictJson> checks) {

    /** Of all checks together: what a caller can use is on top. At most 100 checks leave 100 for each. */
    static final int MOST_CANDIDATES = 10_000;

    /** What was decided of one check, as callers read it. */
    @Schema(name = "QuotaCheckResult", description = "Whether so much more may be used, and where.")
    record VerdictJson(
            @Schema(
                    description = "allowed where any candidate allows; denied where there are candidates, all of them"
                            + " deny, and no connection that may have room is without numbers; unknown else.",
                    enumeration = {"allowed", "denied", "unknown"},
                    examples = "allowed")
            String decision,

            @Schema(
                    description = "The scopes where so much more might be used: those that allow it first, unlimited"
                            + " before most remaining before less; then the others, in the same order. Of one check as many"
                            + " are listed as its share of 10,000 in all; all of them decide.",
                    maxItems = MOST_CANDIDATES)
            List<CandidateJson> candidates,

            @Schema(description = "How many candidates are not listed; left out where all are.", examples = "20")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            Integer omitted,

            @Schema(
                    description = "Ids of the connections that may have room for it and have nothing to show; left out"
                            + " where there is none. GET …/sources says why.",
                    examples = "[\"vms\"]")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> withoutNumbers) {}

    /** One scope of one connection, as callers read it. */
    @Schema(name = "QuotaCheckCandidate", description = "A scope of a connection where so much more might be used.")
    record CandidateJson(
            @Schema(description = "The id of its quota.", examples = "drive:storage.stored:personal")
            String quota,

            @Schema(description = "The connection that it belongs to.", examples = "drive")
            String connection,

            @Schema(
                    description = "allowed where the quota and all that it is part of have so much left or no limit;"
                            + " denied where one of them has less, or the account is in arrears or suspended; unknown"
                            + " else.",
                    enumeration = {"allowed", "denied", "unknown"},
                    examples = "allowed")
            String decision,

            @Schema(
                    description = "Why it decides so: remaining, unlimited, unknown, account_arrears or"
                            + " account_suspended. An open set.",
                    extensions =
                            @Extension(
                                    name = "x-extensible-enum",
                                    value =
                                            "[\"remaining\",\"unlimited\",\"unknown\",\"account_arrears\",\"account_suspended\"]",
                                    parseValue = true),
                    examples = "remaining")
            String reason,

            @Schema(description = "What the quota that decided has left, in unit.")
            AmountJson remaining,

            @Schema(description = "UCUM code of the unit of remaining.", examples = "By")
            String unit,

            @Schema(
                    description = "The id of the quota that decided: the candidate's own, or one that it is part of."
                            + " The one with least left where a number decides; the candidate's own where the account"
                            + " does.",
                    examples = "drive:storage.stored:organization")
            String decidedBy,

            @Schema(
                    description = "When the vendor was asked for these numbers.",
                    format = "date-time",
                    examples = "2026-11-21T03:00:00.123Z")
            String observedAt,

            @Schema(description = "True where the numbers are older than they should be.", examples = "false")
            boolean stale) {

        static CandidateJson of(Candidate candidate) {
            return new CandidateJson(
                    candidate.quota(),
                    candidate.connection(),
                    lower(candidate.decision()),
                    lower(candidate.reason()),
                    AmountJson.of(candidate.remaining(), View.BASIC),
                    candidate.unit().code(),
                    candidate.decidedBy(),
                    Times.text(candidate.observedAt()),
                    candidate.stale());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
