package io.quotagate.quota;

import java.math.BigDecimal;

/** How close a quota is to its limit; the worst that holds. */
public enum QuotaStatus {
    OK,
    WARNING,
    CRITICAL,
    EXHAUSTED,
    EXCEEDED,
    UNLIMITED,
    UNKNOWN;

    static QuotaStatus of(Quota quota, Thresholds thresholds) {
        if (quota.kind() == Kind.SETTING || quota.isEmptyPart()) {
            return OK;
        }
        BigDecimal limit = quota.limit().value();
        BigDecimal used = quota.used().value();
        BigDecimal remaining = quota.remaining().value();
        if ((limit != null && used != null && used.compareTo(limit) > 0)
                || (remaining != null && remaining.signum() < 0)) {
            return EXCEEDED;
        }
        if (remaining != null && remaining.signum() == 0) {
            return EXHAUSTED;
        }
        if (reaches(quota, thresholds.critical())) {
            return CRITICAL;
        }
        if (reaches(quota, thresholds.warning())) {
            return WARNING;
        }
        return undecided(quota);
    }

    /** Looks at the worse of used ÷ limit and, where the vendor itself says what remains, 1 − remaining ÷ limit. */
    private static boolean reaches(Quota quota, BigDecimal threshold) {
        return quota.utilization().filter(ratio -> ratio.isAtLeast(threshold)).isPresent()
                || quota.reportedUtilization()
                        .filter(ratio -> ratio.isAtLeast(threshold))
                        .isPresent();
    }

    private static QuotaStatus undecided(Quota quota) {
        if (quota.utilization().isPresent() || quota.reportedUtilization().isPresent()) {
            return OK;
        }
        if (quota.limit().state() == Amount.State.UNLIMITED) {
            return UNLIMITED;
        }
        return quota.remaining().isKnown() ? OK : UNKNOWN;
    }
}
