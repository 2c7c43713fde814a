package io.quotagate.quota;

import java.math.BigDecimal;
import java.util.Set;

/** Amounts and quotas as tests need them. */
final class TestQuotas {

    static final Metric METRIC = new Metric("storage.stored");
    static final Scope ORGANIZATION = Scope.of(ScopeLevel.ORGANIZATION);

    private TestQuotas() {}

    static Amount reported(String value) {
        return Amount.reported(new BigDecimal(value), field(value));
    }

    static Amount unlimited() {
        return Amount.unlimited(field("-1"));
    }

    private static VendorField field(String value) {
        return new VendorField("GET /usage", "/value", value, "By");
    }

    /** Held against a limit; the remainder follows. */
    static Quota allocation(Amount limit, Amount used) {
        return Quota.allocation(METRIC, Unit.BYTE, ORGANIZATION, limit, used);
    }

    /** Held against a limit; the vendor says itself what remains. */
    static Quota allocation(Amount limit, Amount used, Amount remaining) {
        return new Quota(METRIC, Kind.ALLOCATION, Unit.BYTE, ORGANIZATION, limit, used, remaining, Set.of());
    }
}
