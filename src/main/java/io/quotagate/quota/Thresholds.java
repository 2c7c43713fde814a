package io.quotagate.quota;

import java.math.BigDecimal;

/**
 * From which part of a limit on a quota is shown as warning or critical.
 *
 * @param warning above 0, at most critical
 * @param critical at most 1
 */
public record Thresholds(BigDecimal warning, BigDecimal critical) {

    public static final Thresholds DEFAULT = new Thresholds(new BigDecimal("0.80"), new BigDecimal("0.95"));

    public Thresholds {
        if (warning.signum() <= 0 || warning.compareTo(critical) > 0 || critical.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException("0 < warning <= critical <= 1");
        }
    }
}
