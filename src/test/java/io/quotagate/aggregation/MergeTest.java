package io.quotagate.aggregation;

import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static io.quotagate.provider.TestQuotas.unlimited;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Catalogue;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionSchema;
import io.quotagate.provider.FakeProvider;
import io.quotagate.quota.Account;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MergeTest {

    private static final Instant OBSERVED = Instant.parse("2026-11-21T03:00:00.123Z");
    private static final Catalogue STORES = new Catalogue(
            "Fake",
            "",
            List.of(new Catalogue.Entry(
                    Metric.STORAGE_STORED,
                    Kind.ALLOCATION,
                    Unit.BYTE,
                    List.of(ScopeLevel.ORGANIZATION),
                    List.of(),
                    List.of(),
                    List.of())),
            Optional.empty(),
            List.of(),
            new ConnectionSchema(List.of(), List.of()));

    private static Outcome said(String id, Quota... quotas) {
        Connection connection = FakeProvider.connection("acme", id);
        return new Outcome.Fresh(
                connection, new Snapshot(OBSERVED, 0, List.of(quotas), Account.UNKNOWN, Optional.empty()));
    }

    private static Outcome silent(String id) {
        return new Outcome.Missing(FakeProvider.connection("acme", id), Failure.pending());
    }

    private static Report merged(Outcome... outcomes) {
        return Merge.of("acme", Arrays.asList(outcomes), provider -> STORES);
    }

    /** A space: its limit may cover others too, its remainder is the vendor's. */
    private static Quota space(String id, Amount limit, Amount used, Amount remaining) {
        return new Quota(
                Metric.STORAGE_STORED,
                Kind.ALLOCATION,
                Unit.BYTE,
                Scope.of(ScopeLevel.SPACE, id),
                limit,
                used,
                remaining,
                Set.of());
    }

    @Test
    void totalsOfTheContractsExample() {
        Report report = merged(
                said("drive", stored("10995116277760", "7939377152"), pool("6597069766656", "2022458368")),
                said(
                        "media",
                        space("a", known("10000"), known("1000"), known("5000")),
                        space("b", known("10000"), known("1000"), known("5000")),
                        space("c", Amount.unknown(), Amount.unknown(), Amount.unknown())));

        Total total = report.totals().get(0);
        assertThat(report.totals()).hasSize(1);
        assertThat(total.limit()).isEqualTo(sum("10995116277760", 1, 3));
        assertThat(total.used()).isEqualTo(sum("7939379152", 3, 1));
        assertThat(total.remaining()).isEqualTo(sum("10987176900608", 1, 3));
    }

    private static Quota pool(String limit, String used) {
        return stored(Scope.of(ScopeLevel.DEPARTMENT), known(limit), known(used));
    }

    private static Total.Sum sum(String value, int included, int excluded) {
        return new Total.Sum(Amount.State.KNOWN, new BigDecimal(value), included, excluded, excluded > 0);
    }

    @Test
    void unlimitedLimitMakesTheTotalUnlimited() {
        Report report = merged(
                said("one", stored("10", "1")),
                said("two", stored(Scope.of(ScopeLevel.ORGANIZATION), unlimited(), known("5"))));

        Total total = report.totals().get(0);
        assertThat(total.limit().state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(total.remaining().state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(total.used()).isEqualTo(sum("6", 2, 0));
    }

    @Test
    void totalOfNothingKnownIsUnknownAndNotZero() {
        Quota balance =
                Quota.balance(new Metric("m"), Unit.GIGABYTE, Scope.of(ScopeLevel.REGION, "cn-bj2"), known("-5.1803"));

        Total total = merged(said("objects", balance)).totals().get(0);

        assertThat(total.limit()).isEqualTo(new Total.Sum(Amount.State.UNKNOWN, null, 0, 1, true));
        assertThat(total.remaining()).isEqualTo(sum("-5.1803", 1, 0));
    }

    @Test
    void settingsHaveNoTotal() {
        Quota setting =
                Quota.setting(new Metric("storage.reserved"), Unit.BYTE, Scope.of(ScopeLevel.ORGANIZATION), known("5"));

        assertThat(merged(said("drive", setting)).totals()).isEmpty();
    }

    @Test
    void silentConnectionMakesTheTotalsThatItWouldBeInALowerBound() {
        Total total =
                merged(said("one", stored("10", "1")), silent("two")).totals().get(0);

        assertThat(total.used().lowerBound()).isTrue();
        assertThat(total.used().excluded()).isZero();
    }

    @Test
    void reportIsCompleteOnlyWhereEverySourceHasNumbers() {
        assertThat(merged().isComplete()).isTrue();
        assertThat(merged(said("one")).isComplete()).isTrue();
        assertThat(merged(said("one"), silent("two")).isComplete()).isFalse();
        assertThat(merged(silent("two")).isEmptyHanded()).isTrue();
        assertThat(merged().isEmptyHanded()).isFalse();
    }

    @Test
    void orderIsByIdWhateverTheOrderOfTheAnswers() {
        Report one = merged(said("b", stored("2", "1")), said("a", stored("1", "1")));

        assertThat(one.sources()).extracting(source -> source.connection().id()).containsExactly("a", "b");
        assertThat(one.lines())
                .extracting(Report.Line::id)
                .containsExactly("a:storage.stored:organization", "b:storage.stored:organization");
    }
}
