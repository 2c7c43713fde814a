package io.quotagate.quota;

import static io.quotagate.quota.TestQuotas.allocation;
import static io.quotagate.quota.TestQuotas.reported;
import static io.quotagate.quota.TestQuotas.unlimited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaStatusTest {

    private static QuotaStatus status(Quota quota) {
        return quota.status(Thresholds.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, OK",
        "100, 79, OK",
        "100, 80, WARNING",
        "100, 94, WARNING",
        "100, 95, CRITICAL",
        "100, 99, CRITICAL",
        "100, 100, EXHAUSTED",
        "100, 101, EXCEEDED",
        "0, 0, EXHAUSTED",
        "0, 1, EXCEEDED",
    })
    void worstThatHoldsIsTheStatus(String limit, String used, QuotaStatus status) {
        assertThat(status(allocation(reported(limit), reported(used)))).isEqualTo(status);
    }

    @Test
    void thresholdsLookAtTheExactQuotient() {
        String limit = "10000000000000000000000000000000000000";
        String justBelow = "7999999999999999999999999999999999999";
        String exactly = "8000000000000000000000000000000000000";

        assertThat(status(allocation(reported(limit), reported(justBelow)))).isEqualTo(QuotaStatus.OK);
        assertThat(status(allocation(reported(limit), reported(exactly)))).isEqualTo(QuotaStatus.WARNING);
        assertThat(allocation(reported(limit), reported(justBelow)).utilization())
                .hasToString("Optional[0.800000]");
    }

    @Test
    void thresholdsAreTheTenants() {
        Thresholds early = new Thresholds(new BigDecimal("0.5"), new BigDecimal("0.5"));

        assertThat(allocation(reported("100"), reported("49")).status(early)).isEqualTo(QuotaStatus.OK);
        assertThat(allocation(reported("100"), reported("50")).status(early)).isEqualTo(QuotaStatus.CRITICAL);
    }

    @Test
    void thresholdsAreOrderedAndNotAboveOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Thresholds(new BigDecimal("0.9"), new BigDecimal("0.8")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(BigDecimal.ZERO, BigDecimal.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> new Thresholds(BigDecimal.ONE, new BigDecimal("1.01")));
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 10, 300, OK",
        "1000, 10, 200, WARNING",
        "1000, 10, 50, CRITICAL",
        "1000, 10, 0, EXHAUSTED",
        "1000, 10, -1, EXCEEDED",
        "1000, 960, 900, CRITICAL",
        "1000, 1001, 900, EXCEEDED",
        "1000, 1000, 900, CRITICAL",
        "1000, 10, 5000, OK",
        "0, 0, 10, OK",
    })
    void reportedRemainderCountsWhereItIsWorse(String limit, String used, String remaining, QuotaStatus status) {
        Quota quota = allocation(reported(limit), reported(used), reported(remaining));

        assertThat(status(quota)).isEqualTo(status);
    }

    @Test
    void reportedRemainderDecidesWhereUseIsUnknown() {
        assertThat(status(allocation(reported("100"), Amount.unknown(), reported("50"))))
                .isEqualTo(QuotaStatus.OK);
        assertThat(status(allocation(reported("100"), Amount.unknown(), reported("4"))))
                .isEqualTo(QuotaStatus.CRITICAL);
        assertThat(status(allocation(Amount.unknown(), reported("5"), reported("50"))))
                .isEqualTo(QuotaStatus.OK);
    }

    @Test
    void unlimitedStandsOnlyWhereNothingWorseIsDecided() {
        assertThat(status(allocation(unlimited(), reported("5")))).isEqualTo(QuotaStatus.UNLIMITED);
        assertThat(status(allocation(unlimited(), Amount.unknown()))).isEqualTo(QuotaStatus.UNLIMITED);
        assertThat(status(allocation(unlimited(), reported("5"), reported("0"))))
                .isEqualTo(QuotaStatus.EXHAUSTED);
        assertThat(status(allocation(unlimited(), reported("5"), reported("-1"))))
                .isEqualTo(QuotaStatus.EXCEEDED);
    }

    @Test
    void unknownStandsWhereNothingIsDecided() {
        assertThat(status(allocation(Amount.unknown(), Amount.unknown()))).isEqualTo(QuotaStatus.UNKNOWN);
        assertThat(status(allocation(reported("100"), Amount.unknown()))).isEqualTo(QuotaStatus.UNKNOWN);
        assertThat(status(allocation(Amount.unknown(), reported("5")))).isEqualTo(QuotaStatus.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"1, OK", "0.000001, OK", "0, EXHAUSTED", "-3.5, EXCEEDED"})
    void balanceIsOkAsLongAsSomethingRemains(String remaining, QuotaStatus status) {
        Quota balance = Quota.balance(
                new Metric("objectstorage.requests"),
                Unit.REQUEST,
                Scope.of(ScopeLevel.REGION, "cn-bj2"),
                reported(remaining));

        assertThat(status(balance)).isEqualTo(status);
        assertThat(balance.utilization()).isEmpty();
    }

    @Test
    void balanceThatIsMissingIsUnknown() {
        Quota balance =
                Quota.balance(TestQuotas.METRIC, Unit.REQUEST, Scope.of(ScopeLevel.REGION, "cn-bj2"), Amount.unknown());

        assertThat(status(balance)).isEqualTo(QuotaStatus.UNKNOWN);
    }

    @Test
    void settingIsAlwaysOk() {
        for (Amount limit : new Amount[] {reported("0"), reported("5"), Amount.unknown(), Amount.notApplicable()}) {
            Quota setting = Quota.setting(TestQuotas.METRIC, Unit.BYTE, TestQuotas.ORGANIZATION, limit);

            assertThat(status(setting)).isEqualTo(QuotaStatus.OK);
        }
    }

    @Test
    void emptyPoolIsOkButAPoolWithoutQuotaThatHoldsSomethingIsExceeded() {
        Scope pool = Scope.of(ScopeLevel.DEPARTMENT);

        assertThat(status(Quota.allocation(TestQuotas.METRIC, Unit.BYTE, pool, reported("0"), reported("0"))))
                .isEqualTo(QuotaStatus.OK);
        assertThat(status(Quota.allocation(TestQuotas.METRIC, Unit.BYTE, pool, reported("0"), reported("1"))))
                .isEqualTo(QuotaStatus.EXCEEDED);
    }
}
