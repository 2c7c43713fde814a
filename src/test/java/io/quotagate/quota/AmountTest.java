package io.quotagate.quota;

import static io.quotagate.quota.TestQuotas.reported;
import static io.quotagate.quota.TestQuotas.unlimited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource({
        "20.0, 20",
        "1.099511627776E13, 10995116277760",
        "1E+37, 10000000000000000000000000000000000000",
        "-3.50, -3.5",
        "0.000, 0",
        "0E+10, 0",
        "-0, 0",
        "100, 100",
        "1E-7, 0.0000001"
    })
    void textIsExactWithoutExponentOrTrailingZeros(String value, String text) {
        assertThat(reported(value).text()).isEqualTo(text);
    }

    @Test
    void onlyAKnownAmountHasText() {
        assertThat(Amount.unknown().text()).isNull();
        assertThat(Amount.notApplicable().text()).isNull();
        assertThat(unlimited().text()).isNull();
    }

    @Test
    void remainderIsComputedAndNeverClamped() {
        Amount remainder = Amount.remainder(reported("10"), reported("12.5"));

        assertThat(remainder.text()).isEqualTo("-2.5");
        assertThat(remainder.origin()).isEqualTo(Amount.Origin.COMPUTED);
        assertThat(remainder.vendor()).isNull();
    }

    @Test
    void remainderOfUnlimitedIsUnlimitedWhateverIsUsed() {
        assertThat(Amount.remainder(unlimited(), reported("5")).state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(Amount.remainder(unlimited(), Amount.unknown()).state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(Amount.remainder(unlimited(), Amount.unknown()).origin()).isEqualTo(Amount.Origin.COMPUTED);
    }

    @Test
    void remainderOfAnythingUnknownIsUnknown() {
        assertThat(Amount.remainder(reported("5"), Amount.unknown())).isEqualTo(Amount.unknown());
        assertThat(Amount.remainder(Amount.unknown(), reported("5"))).isEqualTo(Amount.unknown());
        assertThat(Amount.remainder(Amount.notApplicable(), reported("5"))).isEqualTo(Amount.unknown());
    }

    @Test
    void valueStandsExactlyWhereTheAmountIsKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Amount(Amount.State.KNOWN, null, Amount.Origin.COMPUTED, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Amount(Amount.State.UNKNOWN, BigDecimal.ONE, null, null));
    }

    @Test
    void vendorFieldStandsExactlyWhereTheAmountIsReported() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Amount(Amount.State.KNOWN, BigDecimal.ONE, Amount.Origin.REPORTED, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Amount(
                        Amount.State.KNOWN,
                        BigDecimal.ONE,
                        Amount.Origin.COMPUTED,
                        reported("1").vendor()));
    }
}
