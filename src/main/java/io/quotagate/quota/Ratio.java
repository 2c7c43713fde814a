package io.quotagate.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Part of a whole, kept as the two exact numbers so that no comparison rounds.
 *
 * @param part any sign: vendors bill late and report honestly
 * @param whole greater than 0
 */
public record Ratio(BigDecimal part, BigDecimal whole) implements Comparable<Ratio> {

    private static final int SHOWN_DIGITS = 6;

    public Ratio {
        if (whole.signum() <= 0) {
            throw new IllegalArgumentException("a ratio needs a whole above 0");
        }
    }

    /** True where the exact quotient is the bound or more. */
    public boolean isAtLeast(BigDecimal bound) {
        return part.compareTo(bound.multiply(whole)) >= 0;
    }

    @Override
    public int compareTo(Ratio other) {
        return part.multiply(other.whole).compareTo(other.part.multiply(whole));
    }

    /** The quotient with six digits after the point, rounded half up. */
    @Override
    public String toString() {
        return part.divide(whole, SHOWN_DIGITS, RoundingMode.HALF_UP).toPlainString();
    }
}
