package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ImpatientReaders.class)
class QuotaAggregatorTest {

    @Inject
    QuotaAggregator aggregator;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    private final Connection quick = FakeProvider.connection("impatient", "quick");
    private final Connection slow = FakeProvider.connection("impatient", "slow");
    private final CompletableFuture<Observation> slowAnswer = new CompletableFuture<>();

    private Report report() {
        return report(Ask.ALL);
    }

    private Report report(Ask ask) {
        Tenant tenant = new Tenant("impatient", Optional.empty(), List.of(), Thresholds.DEFAULT, List.of(quick, slow));
        return aggregator
                .read(tenant, ask, Terms.USUAL)
                .await()
                .atMost(Duration.ofSeconds(4))
                .report();
    }

    private void slowVendorAnswersLater() {
        vendor.says(quick, TestQuotas.stored("10", "1"));
        vendor.answers(slow, () -> Uni.createFrom().completionStage(slowAnswer));
    }

    @Test
    void vendorThatHasNotAnsweredYetIsPendingAndTheOthersShowTheirNumbers() {
        slowVendorAnswersLater();

        Report report = report();

        assertThat(report.isComplete()).isFalse();
        assertThat(report.lines()).extracting(Report.Line::connection).containsExactly("quick");
        assertThat(report.sources()).hasSize(2);
        assertThat(report.sources().get(0)).isInstanceOf(Outcome.Fresh.class);
        assertThat(report.sources().get(1).failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.PENDING));
    }

    @Test
    void sourceThatHasFailedInTimeSaysSoHoweverLongAnotherIsWaitedFor() {
        vendor.fails(quick, Reason.FORBIDDEN);
        vendor.answers(slow, () -> {
            ((MovableClock) clock).pass(Duration.ofSeconds(2));
            return Uni.createFrom().completionStage(slowAnswer);
        });

        Report report = report();

        assertThat(report.sources())
                .extracting(source -> source.failure().orElseThrow().reason())
                .containsExactly(Reason.FORBIDDEN, Reason.PENDING);
        assertThat(vendor.calls(quick)).isEqualTo(1);
    }

    @Test
    void numbersThatBecomeTooOldWhileAnotherSourceIsWaitedForAreNotShown() {
        Duration staleFor = quick.staleFor();
        MovableClock movable = (MovableClock) clock;
        vendor.says(quick, TestQuotas.stored("10", "1"));
        assertThat(report(Ask.of("quick")).lines()).isNotEmpty();
        vendor.hangs(quick);
        movable.pass(staleFor.minusSeconds(1));
        vendor.answers(slow, () -> {
            movable.pass(Duration.ofSeconds(2));
            return Uni.createFrom().completionStage(slowAnswer);
        });

        Report report = report();

        assertThat(report.lines()).isEmpty();
        assertThat(report.sources())
                .extracting(source -> source.failure().orElseThrow().reason())
                .containsExactly(Reason.PENDING, Reason.PENDING);
    }

    @Test
    void fetchGoesOnForTheNextReaderWhenAReaderHasLeft() {
        slowVendorAnswersLater();

        Report early = report();
        slowAnswer.complete(Observation.of(clock.instant(), List.of(TestQuotas.stored("20", "2")), Account.UNKNOWN));
        Report late = report();

        assertThat(early.isComplete()).isFalse();
        assertThat(late.isComplete()).isTrue();
        assertThat(late.sources()).allMatch(source -> source instanceof Outcome.Fresh);
        assertThat(vendor.calls(slow)).isEqualTo(1);
        assertThat(vendor.calls(quick)).isEqualTo(1);
    }
}
