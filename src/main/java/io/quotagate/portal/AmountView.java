package io.quotagate.portal;

import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.quota.VendorField;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One number of a quota, as the page shows it.
 *
 * @param name limit, used or left
 * @param state as the report has it
 * @param text short
 * @param exact with all digits, or why there is no number
 * @param computed true where the gateway computed it from what the vendor reported
 * @param vendor where it stood; null where the vendor did not report it
 */
record AmountView(
        String name,
        String state,
        String text,
        String exact,
        boolean computed,
        @Nullable VendorField vendor) {

    static AmountView of(String name, Amount amount, Quota quota) {
        boolean computed = amount.origin() == Amount.Origin.COMPUTED;
        return new AmountView(
                name, Words.slug(amount.state()), text(amount, quota), exact(amount, quota), computed, amount.vendor());
    }

    private static String text(Amount amount, Quota quota) {
        return switch (amount.state()) {
            case KNOWN -> HumanAmount.of(Objects.requireNonNull(amount.value()), quota.unit());
            case UNLIMITED -> "unlimited";
            case UNKNOWN -> "unknown";
            case NOT_APPLICABLE -> "—";
        };
    }

    private static String exact(Amount amount, Quota quota) {
        return switch (amount.state()) {
            case KNOWN -> HumanAmount.exact(Objects.requireNonNull(amount.value()), quota.unit());
            case UNLIMITED -> "unlimited: there is no limit";
            case UNKNOWN -> "unknown — the vendor does not say";
            case NOT_APPLICABLE -> "does not apply here";
        };
    }

    /** Why the number is what it is, in one sentence. */
    public String origin() {
        if (computed) {
            return "Computed by the gateway: limit minus used.";
        }
        return switch (state) {
            case "unknown" -> "Unknown — the vendor does not say.";
            case "not_applicable" -> "Does not apply: nothing is counted against this.";
            default -> "Reported by the vendor.";
        };
    }
}
