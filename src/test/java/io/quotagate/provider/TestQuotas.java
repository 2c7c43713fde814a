package io.quotagate.provider;

import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import java.math.BigDecimal;

/** Quotas and amounts as tests need them. */
public final class TestQuotas {

    private TestQuotas() {}

    public static Amount known(String value) {
        return Amount.reported(new BigDecimal(value), field(value));
    }

    public static Amount unlimited() {
        return Amount.unlimited(field("-1"));
    }

    public static VendorField field(String value) {
        return new VendorField("GET /numbers", "/number", value, "By");
    }

    /** Bytes stored by an organization. */
    public static Quota stored(String limit, String used) {
        return stored(Scope.of(ScopeLevel.ORGANIZATION), known(limit), known(used));
    }

    public static Quota stored(Scope scope, Amount limit, Amount used) {
        return Quota.allocation(Metric.STORAGE_STORED, Unit.BYTE, scope, limit, used);
    }

    /** A count of some thing of an organization. */
    public static Quota count(String metric, String limit, String used) {
        return Quota.allocation(
                new Metric(metric), Unit.ONE, Scope.of(ScopeLevel.ORGANIZATION), known(limit), known(used));
    }
}
