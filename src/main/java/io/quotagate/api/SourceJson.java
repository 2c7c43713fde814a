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
        @Schema(description = "Id of the connection, as the tenant's operators gave it.", examples = "drive")
        String connection,

        @Schema(description = "Id of the provider, as the catalogue has it; an open set.", examples = "koodrive")
        String provider,

        @Schema(
                description = "ok; stale: the numbers shown are old; else why there are none to show. An open set.",
                examples = "ok")
        String status,

        @Schema(
                description = "When the vendor was asked for the numbers shown (RFC 3339, UTC).",
                format = "date-time",
                examples = "2026-11-21T03:00:00.123Z")
        @Nullable
        String observedAt,

        @Schema(
                description = "Until then the numbers are served without asking the vendor (RFC 3339, UTC).",
                format = "date-time",
                examples = "2026-11-21T03:01:00.123Z")
        @Nullable
        String freshUntil,

        @Schema(
                description = "Until then the numbers may stand in for a vendor that fails (RFC 3339, UTC).",
                format = "date-time",
                examples = "2026-11-22T03:00:00.123Z")
        @Nullable
        String staleUntil,

        @Schema(description = "The vendor account behind the connection.") @Nullable
        AccountJson account,

        @Schema(description = "How many quotas of this connection are known.", minimum = "0", examples = "13") @Nullable
        Integer quotas,

        @Schema(description = "Why there is nothing newer, or what is missing.") @Nullable
        ProblemJson problem) {

    /** The vendor account, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Account", description = "The vendor account behind a connection, as far as the vendor tells.")
    record AccountJson(
            @Schema(
                    description =
                            "What the vendor lets the account do; arrears: it owes the vendor money. An open set.",
                    examples = "active")
            String state,

            @Schema(
                    description = "The vendor's id of the account; digits may be more than an integer holds.",
                    examples = "9190086000001210958")
            @Nullable
            String id,

            @Schema(description = "The vendor's name of the account.", examples = "KooDrive") @Nullable
            String name,

            @Schema(description = "The vendor's product type.", examples = "2") @Nullable
            String plan,

            @Schema(
                    description = "What the vendor has switched on (true) or off (false), by the vendor's name of it.",
                    examples = "{\"ai\":true,\"wps\":true}")
            @Nullable
            Map<String, Boolean> features) {

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
            @Schema(
                    description = "Path of the page that explains this kind of failure; an open set.",
                    format = "uri-reference",
                    examples = "/problems/source-unavailable")
            String type,

            @Schema(description = "This kind of failure in a few words.", examples = "The vendor is unavailable")
            String title,

            @Schema(
                    description = "The status that the source would have without its old numbers; an open set.",
                    examples = "unavailable")
            String reason,

            @Schema(
                    description = "What happened, in the gateway's words.",
                    examples = "The vendor answered with status 503.")
            String detail,

            @Schema(description = "The vendor's own error code.", examples = "InternalError") @Nullable
            String vendorCode,

            @Schema(
                    description = "The vendor's id of the failed request.",
                    examples = "d8a5fbb8e7c84c4b9f2c7f6ef3a1b2c4")
            @Nullable
            String vendorRequestId,

            @Schema(
                    description = "When the vendor was asked last (RFC 3339, UTC).",
                    format = "date-time",
                    examples = "2026-11-21T03:02:00.123Z")
            @Nullable
            String lastAttemptAt,

            @Schema(
                    description = "The vendor is not asked again before (RFC 3339, UTC).",
                    format = "date-time",
                    examples = "2026-11-21T03:02:01.123Z")
            @Nullable
            String nextAttemptAt,

            @Schema(
                    description = "How many attempts have failed since the last that did not.",
                    minimum = "1",
                    examples = "1")
            @Nullable
            Integer consecutiveFailures) {

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
