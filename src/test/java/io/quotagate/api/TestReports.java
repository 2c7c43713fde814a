package io.quotagate.api;

import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.aggregation.Snapshot;
import io.quotagate.api.QuotaJson.View;
import io.quotagate.api.SourceJson.ProblemJson;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Thresholds;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reports as tests need them. */
final class TestReports {

    static final String OBSERVED = "2026-11-21T03:00:00.123Z";

    private TestReports() {}

    /** One source that is well and has these quotas, and one that has nothing to show. */
    static ReportJson of(View view, Quota... quotas) {
        Connection drive = FakeProvider.connection("acme", "drive");
        Instant observed = Instant.parse(OBSERVED);
        Snapshot snapshot =
                new Snapshot(observed, 0, List.of(quotas), Account.of(AccountState.ARREARS), Optional.empty());
        return new ReportJson(
                "acme",
                false,
                List.of(SourceJson.of(new Outcome.Fresh(drive, snapshot)), dead("vms")),
                Arrays.stream(quotas)
                        .map(quota -> new Line(quota.id("drive"), "drive", "fake", quota, observed))
                        .map(line -> QuotaJson.of(line, Thresholds.DEFAULT, view))
                        .toList(),
                List.of(),
                null);
    }

    private static SourceJson dead(String connection) {
        ProblemJson problem = new ProblemJson(
                "/problems/source-timeout", "", "timeout", "the vendor did not answer", null, null, null, null, 1);
        return new SourceJson(connection, "fake", "timeout", null, null, null, null, null, problem);
    }
}
