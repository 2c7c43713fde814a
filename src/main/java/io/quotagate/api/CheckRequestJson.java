package io.quotagate.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A batch of checks, as callers write it; {@link CheckReader} reads it. */
@Schema(
        name = "QuotaCheckRequest",
        description =
                "What somebody wants to use more of. Each check stands alone: two for the same quota are not added"
                        + " up.",
        requiredProperties = "checks",
        examples = "{\"checks\":[{\"metric\":\"storage.stored\",\"amount\":\"1\",\"unit\":\"GiBy\"}]}")
record CheckRequestJson(
        @Schema(description = "Answered in this order.", minItems = 1, maxItems = CheckBody.MOST)
        List<Check> checks) {

    /** One check, as callers write it. */
    @Schema(
            name = "QuotaCheck",
            description = "May I use this much more?",
            requiredProperties = {"metric", "amount", "unit"})
    record Check(
            @Schema(
                    description = "What is wanted more of. One that no quota has leads to unknown; so does one that"
                            + " has nothing but settings.",
                    examples = "storage.stored",
                    pattern = CheckReader.METRIC)
            String metric,

            @Schema(
                    description = "How much more, in unit: above 0, exact. It is compared with what remains as it is:"
                            + " nothing is rounded, also where it is a fraction of a byte.",
                    examples = "1073741824",
                    pattern = CheckReader.AMOUNT)
            String amount,

            @Schema(
                    description =
                            "UCUM code of the amount's unit. Bytes may have the prefixes k, M, G, T, P, E (powers"
                                    + " of 1000) and Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024), byte-days (By.d) too; other units"
                                    + " are those of the metric. What does not convert exactly to the metric's unit is refused.",
                    examples = "By")
            String unit,

            @Schema(
                    description = "Only this connection will do.",
                    pattern = "^[a-z0-9][a-z0-9-]{0,62}$",
                    examples = "drive")
            @Nullable
            String connection,

            @Schema(description = "Only connections of this provider will do.", examples = "koodrive") @Nullable
            String provider,

            @Schema(
                    description = "Only these scopes will do; without it, the smallest of each connection: those that"
                            + " no other quota of the metric is part of.")
            @Nullable
            PlaceJson scope) {}

    /** Scopes of one level, as callers write it. */
    @Schema(name = "QuotaCheckScope", description = "Scopes of one level.", requiredProperties = "level")
    record PlaceJson(
            @Schema(
                    description = "organization, department, personal, group, space or region.",
                    examples = "organization")
            String level,

            @Schema(
                    description = "The vendor's id of the only one that will do.",
                    minLength = 1,
                    maxLength = 255,
                    examples = "cn-bj2")
            @Nullable
            String id) {}
}
