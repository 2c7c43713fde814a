package io.quotagate.aggregation;

import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The sum of one metric in one unit over a tenant's connections. */
public record Total(Metric metric, Unit unit, Sum limit, Sum used, Sum remaining) {

    /**
     * One number of a total.
     *
     * @param state known, unlimited, or unknown where nothing is included
     * @param value only where known
     * @param included how many quotas it counts
     * @param excluded how many it leaves out, since they do not say or may share what they say
     * @param lowerBound true where something was left out: the truth may be more
     */
    public record Sum(Amount.State state, @Nullable BigDecimal value, int included, int excluded, boolean lowerBound) {}
}
