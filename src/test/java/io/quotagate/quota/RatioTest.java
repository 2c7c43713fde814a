package io.quotagate.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioTest {

    private static Ratio ratio(String part, String whole) {
        return new Ratio(new BigDecimal(part), new BigDecimal(whole));
    }

    @ParameterizedTest
    @CsvSource({
        "7939377152, 10995116277760, 0.000722",
        "0, 3, 0.000000",
        "1, 3, 0.333333",
        "2, 3, 0.666667",
        "1, 2000000, 0.000001",
        "1, 2000001, 0.000000",
        "9999999, 10000000, 1.000000",
        "30, 20, 1.500000",
        "-1, 4, -0.250000",
        "1E+3, 1, 1000.000000"
    })
    void isShownWithSixDigitsRoundedHalfUp(String part, String whole, String shown) {
        assertThat(ratio(part, whole)).hasToString(shown);
    }

    @Test
    void comparesExactlyWhereTheShownDigitsAreTheSame() {
        Ratio less = ratio("79999999999", "100000000000");
        Ratio more = ratio("8", "10");

        assertThat(less).isLessThan(more).hasToString(more.toString());
        assertThat(less.isAtLeast(new BigDecimal("0.8"))).isFalse();
        assertThat(more.isAtLeast(new BigDecimal("0.80"))).isTrue();
    }

    @Test
    void thirdsCompareWithoutRounding() {
        assertThat(ratio("1", "3")).isEqualByComparingTo(ratio("2", "6"));
        assertThat(ratio("1", "3").isAtLeast(new BigDecimal("0.333333333333333333333")))
                .isTrue();
        assertThat(ratio("1", "3").isAtLeast(new BigDecimal("0.333333333333333333334")))
                .isFalse();
    }

    @Test
    void wholeIsAboveZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> ratio("1", "0"));
        assertThatIllegalArgumentException().isThrownBy(() -> ratio("1", "-1"));
    }
}
