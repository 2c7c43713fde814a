package io.quotagate.portal;

import io.quotagate.aggregation.Report.Line;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Warning;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One quota, as the page shows it.
 *
 * @param id as callers know it
 * @param name of its metric
 * @param scope where it applies
 * @param reportedScope the scope that the vendor answered for, where it is another
 * @param note what kind of quota it is; empty for the usual one
 * @param status slug of it
 * @param bar null where it cannot be told how full it is
 * @param warnings what to know before trusting the numbers
 * @param mild whether none of them is a reason to look twice
 * @param age of its numbers
 */
record QuotaView(
        String id,
        String name,
        String metric,
        String connection,
        String scope,
        @Nullable String reportedScope,
        String note,
        String status,
        String statusWord,
        AmountView used,
        AmountView limit,
        AmountView left,
        @Nullable BarView bar,
        List<String> warnings,
        boolean mild,
        AgeView age) {

    /** Said of whole vendors, and no reason to look twice. */
    private static final Set<Warning> MILD = Set.of(Warning.UNIT_INFERRED);

    static QuotaView of(Line line, Thresholds thresholds, AgeView age) {
        Quota quota = line.quota();
        var status = quota.status(thresholds);
        return new QuotaView(
                line.id(),
                MetricNames.of(quota.metric()),
                quota.metric().name(),
                line.connection(),
                Words.of(quota.scope()),
                quota.scope().reported(),
                Words.of(quota.kind()),
                Words.slug(status),
                Words.of(status),
                AmountView.of("Used", quota.used(), quota),
                AmountView.of("Limit", quota.limit(), quota),
                AmountView.of("Left", quota.remaining(), quota),
                BarView.of(quota, thresholds).orElse(null),
                quota.warnings().stream().map(Words::of).toList(),
                MILD.containsAll(quota.warnings()),
                age);
    }

    public List<AmountView> amounts() {
        return List.of(used, limit, left);
    }
}
