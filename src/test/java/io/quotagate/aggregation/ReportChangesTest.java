package io.quotagate.aggregation;

import static io.quotagate.provider.TestQuotas.count;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.Report.Line;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Warning;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportChangesTest {

    private static final Instant EARLY = Instant.parse("2026-11-21T03:00:00Z");
    private static final Instant LATE = Instant.parse("2026-11-21T03:01:00Z");

    private static Report report(Instant observed, Quota... quotas) {
        List<Line> lines = Arrays.stream(quotas)
                .map(quota -> new Line(quota.id("one"), "one", "fake", quota, observed))
                .toList();
        return new Report("acme", List.of(), lines, List.of());
    }

    @Test
    void whatIsOnlyObservedAgainIsTheSame() {
        ReportChanges changes = ReportChanges.between(
                report(EARLY, count("fake.a", "10", "1")), report(LATE, count("fake.a", "10", "1")));

        assertThat(changes.isEmpty()).isTrue();
    }

    @Test
    void changedNewAndVanishedQuotasAreTold() {
        ReportChanges changes = ReportChanges.between(
                report(EARLY, count("fake.a", "10", "1"), count("fake.b", "10", "1"), count("fake.c", "10", "1")),
                report(LATE, count("fake.a", "10", "2"), count("fake.b", "10", "1"), count("fake.d", "10", "1")));

        assertThat(changes.quotas().stream().map(Line::id))
                .containsExactly("one:fake.a:organization", "one:fake.d:organization");
        assertThat(changes.removed()).containsExactly("one:fake.c:organization");
    }

    @Test
    void warningIsAChange() {
        ReportChanges changes = ReportChanges.between(
                report(EARLY, count("fake.a", "10", "1")),
                report(LATE, count("fake.a", "10", "1").with(Warning.FROZEN)));

        assertThat(changes.quotas()).hasSize(1);
    }
}
