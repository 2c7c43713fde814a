package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.aggregation.Failure;
import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Snapshot;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Account;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of one connection, as callers read it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Source", description = "What became of one connection of the tenant.")
record SourceJson(
        String connection,
        String provider,

        @Schema(
                description = "ok, stale, or why there is nothing to show: unauthorized, forbidden, not_found,"
                        + " invalid_request, rate_limited, suspended, timeout, unavailable,"
                        + " contract_violation, clock_skew, circuit_open, pending.",
                examples = "ok")
        String status,

        @Schema(description = "When the vendor was asked for the numbers shown.", format = "date-time") @Nullable
        String observedAt,

        @Schema(description = "Until then the numbers are served without asking the vendor.", format = "date-time")
        @Nullable
        String freshUntil,

        @Schema(description = "Until then the numbers may stand in for a vendor that fails.", format = "date-time")
        @Nullable
        String staleUntil,

        @Nullable AccountJson account,

        @Schema(description = "How many quotas of this connection are known.") @Nullable
        Integer quotas,

        @Schema(description = "Why there is nothing newer, or what is missing.") @Nullable
        ProblemJson problem) {

    /** The vendor account, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Account", description = "The vendor account behind a connection, as far as the vendor tells.")
    record AccountJson(
            @Schema(description = "active, suspended, arrears or unknown.", examples = "active")
            String state,

            @Nullable String id,
            @Nullable String name,

            @Schema(description = "The vendor's product type.") @Nullable
            String plan,

            @Nullable Map<String, Boolean> features) {

        private static AccountJson of(Account account) {
            return new AccountJson(
                    account.state().name().toLowerCase(Locale.ROOT),
                    account.id(),
                    account.name(),
                    account.plan(),
                    account.features().isEmpty() ? null : account.features());
        }
    }

    /** A source's failure, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "SourceProblem", description = "Why a source has nothing newer, or what it lacks.")
    record ProblemJson(
            String type,
            String title,

            @Schema(description = "The status that the source would have had.")
            String reason,

            String detail,

            @Schema(description = "The vendor's own error code.") @Nullable
            String vendorCode,

            @Schema(description = "The vendor's id of the failed request.") @Nullable
            String vendorRequestId,

            @Schema(format = "date-time") @Nullable String lastAttemptAt,

            @Schema(description = "The vendor is not asked again before.", format = "date-time") @Nullable
            String nextAttemptAt,

            @Nullable Integer consecutiveFailures) {

        private static ProblemJson of(Failure failure) {
            return new ProblemJson(
                    ProblemType.of(failure.reason()).uri(),
                    ProblemType.of(failure.reason()).title(),
                    text(failure.reason()),
                    failure.detail(),
                    failure.vendorCode().orElse(null),
                    failure.vendorRequestId().orElse(null),
                    Times.text(failure.lastAttemptAt()),
                    Times.text(failure.nextAttemptAt()),
                    failure.consecutiveFailures() == 0 ? null : failure.consecutiveFailures());
        }

        /** A shortfall of numbers that are shown: it was met when they were observed. */
        private static ProblemJson of(ProviderException shortfall, Snapshot snapshot) {
            return new ProblemJson(
                    ProblemType.of(shortfall.reason()).uri(),
                    ProblemType.of(shortfall.reason()).title(),
                    text(shortfall.reason()),
                    shortfall.detail(),
                    shortfall.vendorCode().orElse(null),
                    shortfall.vendorRequestId().orElse(null),
                    Times.text(snapshot.observedAt()),
                    null,
                    null);
        }
    }

    static List<SourceJson> of(Report report) {
        return report.sources().stream().map(SourceJson::of).toList();
    }

    static SourceJson of(Outcome source) {
        Connection connection = source.connection();
        Optional<Snapshot> snapshot = source.snapshot();
        return new SourceJson(
                connection.id(),
                connection.provider(),
                status(source),
                Times.text(snapshot.map(Snapshot::observedAt)),
                Times.text(snapshot.map(known -> known.freshUntil(connection))),
                Times.text(snapshot.map(known -> known.staleUntil(connection))),
                snapshot.map(Snapshot::account).map(AccountJson::of).orElse(null),
                snapshot.map(known -> known.quotas().size()).orElse(null),
                problem(source));
    }

    private static String status(Outcome source) {
        if (source instanceof Outcome.Fresh) {
            return "ok";
        }
        return source instanceof Outcome.Missing missing ? text(missing.why().reason()) : "stale";
    }

    private static @Nullable ProblemJson problem(Outcome source) {
        Optional<ProblemJson> failure = source.failure().map(ProblemJson::of);
        return failure.or(() -> source.snapshot().flatMap(SourceJson::shortfall))
                .orElse(null);
    }

    private static Optional<ProblemJson> shortfall(Snapshot snapshot) {
        return snapshot.shortfall().map(shortfall -> ProblemJson.of(shortfall, snapshot));
    }

    private static String text(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
