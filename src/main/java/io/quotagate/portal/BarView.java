package io.quotagate.portal;

import io.quotagate.quota.Quota;
import io.quotagate.quota.Ratio;
import io.quotagate.quota.Thresholds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * How full a quota is, as a bar. All lengths are in hundredths of its width.
 *
 * @param width of what is used; never more than all of it
 * @param percent in words; may be more than a hundred
 * @param warning where warnings begin
 * @param critical where it becomes critical
 */
record BarView(String width, String percent, String warning, String critical) {

    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    static Optional<BarView> of(Quota quota, Thresholds thresholds) {
        return quota.utilization()
                .map(ratio -> new BarView(
                        width(ratio),
                        HumanAmount.percent(ratio),
                        hundredths(thresholds.warning()),
                        hundredths(thresholds.critical())));
    }

    private static String width(Ratio ratio) {
        BigDecimal used = ratio.part().multiply(ALL).divide(ratio.whole(), 2, RoundingMode.DOWN);
        return used.max(BigDecimal.ZERO).min(ALL).toPlainString();
    }

    private static String hundredths(BigDecimal part) {
        return part.multiply(ALL).stripTrailingZeros().toPlainString();
    }
}
