package io.quotagate.api;

import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.tenant.Tenant;
import java.util.List;
import java.util.Optional;

/**
 * A report as somebody asked for it.
 *
 * @param report all of it, as filtered by provider and connection
 * @param page the quotas that match, one page of them
 * @param nextToken where the next page starts; empty on the last one
 * @param mayRefresh whether the caller may have the vendors asked
 * @param nanos when it was put together, on the monotonic clock
 */
public record AskedReport(
        Tenant tenant, Report report, List<Line> page, Optional<String> nextToken, boolean mayRefresh, long nanos) {

    public AskedReport {
        page = List.copyOf(page);
    }
}
