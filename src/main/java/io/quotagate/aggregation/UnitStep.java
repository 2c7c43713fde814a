package io.quotagate.aggregation;

import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * How a number went from one order of magnitude to another: by which power of 1000 or 1024 it grew (above 0) or shrank
 * (below), if any. Exact: products are compared, nothing is divided.
 */
record UnitStep(int power) {

    /** It stayed in its order of magnitude: neither doubled nor halved. */
    static final UnitStep NONE = new UnitStep(0);

    /** It went by any other factor. */
    static final UnitStep OTHER = new UnitStep(Integer.MAX_VALUE);

    private static final int LARGEST_POWER = 3;
    private static final int MYRIAD_POWER = 4;

    private static final BigDecimal DECIMAL = BigDecimal.valueOf(1_000);
    private static final BigDecimal BINARY = BigDecimal.valueOf(1_024);
    /** What is counted in tens of thousands may be counted one by one. */
    private static final BigDecimal MYRIAD = BigDecimal.valueOf(10_000);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    /** What is counted goes on growing while its unit changes: so many percent may be missing, or too many. */
    private static final BigDecimal LEAST_PERCENT = BigDecimal.valueOf(90);

    private static final BigDecimal MOST_PERCENT = BigDecimal.valueOf(110);

    /** From 1 to 1000 seats is an order, not a unit. */
    private static final BigDecimal SMALLEST_COUNT = BigDecimal.TEN;

    private static final Set<Unit> MEASURES = Set.of(Unit.BYTE, Unit.GIGABYTE, Unit.GIGABYTE_DAY, Unit.REQUEST);

    /** Empty where the numbers tell nothing of a unit: 0, of another sign, or a count of a few. */
    static Optional<UnitStep> of(BigDecimal before, BigDecimal now, Unit unit) {
        BigDecimal larger = before.abs().max(now.abs());
        BigDecimal smaller = before.abs().min(now.abs());
        boolean tiny = !MEASURES.contains(unit) && smaller.compareTo(SMALLEST_COUNT) < 0;
        if (before.signum() * now.signum() <= 0 || tiny) {
            return Optional.empty();
        }
        if (isSteady(before, now)) {
            return Optional.of(NONE);
        }
        int power = power(smaller, larger, unit);
        boolean grown = larger.compareTo(now.abs()) == 0;
        return Optional.of(power == 0 ? OTHER : new UnitStep(grown ? power : -power));
    }

    /** True where one number is less than twice the other. */
    static boolean isSteady(BigDecimal one, BigDecimal other) {
        BigDecimal larger = one.abs().max(other.abs());
        BigDecimal smaller = one.abs().min(other.abs());
        return one.signum() * other.signum() > 0 && larger.compareTo(smaller.multiply(TWO)) < 0;
    }

    /** 0 for none. Between 1000 and 1024 all is alike: growth cannot tell them apart. */
    private static int power(BigDecimal smaller, BigDecimal larger, Unit unit) {
        for (int power = 1; power <= LARGEST_POWER; power++) {
            if (lies(larger, smaller, DECIMAL.pow(power), BINARY.pow(power))) {
                return power;
            }
        }
        return unit == Unit.REQUEST && lies(larger, smaller, MYRIAD, MYRIAD) ? MYRIAD_POWER : 0;
    }

    private static boolean lies(BigDecimal larger, BigDecimal smaller, BigDecimal least, BigDecimal most) {
        BigDecimal percent = larger.multiply(HUNDRED);
        return percent.compareTo(smaller.multiply(least).multiply(LEAST_PERCENT)) >= 0
                && percent.compareTo(smaller.multiply(most).multiply(MOST_PERCENT)) <= 0;
    }

    boolean isJump() {
        return power != 0 && power != OTHER.power;
    }
}
