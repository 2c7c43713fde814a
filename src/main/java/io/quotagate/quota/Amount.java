package io.quotagate.quota;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One number of a quota, or why there is none. Missing is not zero, and unlimited is not a number.
 *
 * @param value exact, in the quota's unit; only where the state is {@link State#KNOWN}
 * @param origin who says so; null for unknown and not applicable
 * @param vendor where it stood; only where reported
 */
public record Amount(
        State state,
        @Nullable BigDecimal value,
        @Nullable Origin origin,
        @Nullable VendorField vendor) {

    private static final Amount UNKNOWN = new Amount(State.UNKNOWN, null, null, null);
    private static final Amount NOT_APPLICABLE = new Amount(State.NOT_APPLICABLE, null, null, null);
    private static final Amount UNLIMITED = new Amount(State.UNLIMITED, null, Origin.COMPUTED, null);

    /** Whether there is a number. */
    public enum State {
        KNOWN,
        UNLIMITED,
        UNKNOWN,
        NOT_APPLICABLE
    }

    /** Whether the vendor said it or it follows from what the vendor said. */
    public enum Origin {
        REPORTED,
        COMPUTED
    }

    public Amount {
        if ((state == State.KNOWN) != (value != null)) {
            throw new IllegalArgumentException("a value stands exactly where the state is known");
        }
        if ((origin == Origin.REPORTED) != (vendor != null)) {
            throw new IllegalArgumentException("a vendor field stands exactly where the amount is reported");
        }
    }

    public static Amount reported(BigDecimal value, VendorField vendor) {
        return new Amount(State.KNOWN, value, Origin.REPORTED, vendor);
    }

    /** The vendor says that there is no limit. */
    public static Amount unlimited(VendorField vendor) {
        return new Amount(State.UNLIMITED, null, Origin.REPORTED, vendor);
    }

    public static Amount unknown() {
        return UNKNOWN;
    }

    public static Amount notApplicable() {
        return NOT_APPLICABLE;
    }

    /**
     * Limit minus used, for one and the same thing: never clamped, may be negative.
     *
     * @return unlimited where the limit is, unknown where either number is not known
     */
    public static Amount remainder(Amount limit, Amount used) {
        if (limit.state == State.UNLIMITED) {
            return UNLIMITED;
        }
        if (limit.value == null || used.value == null) {
            return UNKNOWN;
        }
        return new Amount(State.KNOWN, limit.value.subtract(used.value), Origin.COMPUTED, null);
    }

    boolean isZero() {
        return value != null && value.signum() == 0;
    }

    public boolean isKnown() {
        return state == State.KNOWN;
    }

    /** The value as callers read it: exact decimal text without exponent or trailing zeros; null where not known. */
    public @Nullable String text() {
        return value == null ? null : text(value);
    }

    /** Exact decimal text without exponent or trailing zeros. */
    public static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
