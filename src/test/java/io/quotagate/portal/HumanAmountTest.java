package io.quotagate.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.quota.Ratio;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HumanAmountTest {

    private static final char SPACE = '\u00a0';

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 B",
                "1 | 1 B",
                "1000 | 1,000 B",
                "1023 | 1,023 B",
                "1024 | 1 KiB",
                "1536 | 1.5 KiB",
                "10000 | ≈ 9.77 KiB",
                "10995116277760 | 10 TiB",
                "7939377152 | ≈ 7.39 GiB",
                "10987176900608 | ≈ 9.99 TiB",
                "10995116277759 | ≈ 10 TiB",
                "10995116277761 | ≈ 10 TiB",
                "1048575 | ≈ 1 MiB",
                "137438953472 | 128 GiB",
                "109951162777 | ≈ 102 GiB",
                "1208925819614629174706176 | 1 YiB",
                "1237940039285380274899124224 | 1,024 YiB",
                "-1536 | −1.5 KiB",
                "-7939377152 | ≈ −7.39 GiB",
                "0.5 | 0.5 B",
                "0.001 | < 0.01 B",
                "1.234 | ≈ 1.23 B"
            })
    void bytesAreShortAndSayWhereTheyAreRounded(BigDecimal value, String text) {
        assertThat(HumanAmount.of(value, Unit.BYTE)).isEqualTo(text.replace(' ', SPACE));
    }

    @Test
    void roundedTextIsNeverFurtherOffThanHalfOfItsLastDigit() {
        for (long value = 1; value < 2_000_000_000_000L; value = value * 3 + 7) {
            String text = HumanAmount.of(BigDecimal.valueOf(value), Unit.BYTE);
            String[] parts = text.replace("≈" + SPACE, "").replace(",", "").split(String.valueOf(SPACE));
            BigDecimal size = BigDecimal.valueOf(1024).pow("BKMGTP".indexOf(parts[1].charAt(0)));
            BigDecimal shown = new BigDecimal(parts[0]).multiply(size);
            BigDecimal off = shown.subtract(BigDecimal.valueOf(value)).abs();

            assertThat(off.signum() == 0).as(text).isEqualTo(!text.startsWith("≈"));
            assertThat(off.multiply(BigDecimal.valueOf(100)).compareTo(BigDecimal.valueOf(value)))
                    .as(text + " of " + value)
                    .isNegative();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USER | 1 | 1 user",
                "USER | 20 | 20 users",
                "REQUEST | 2020000 | 2,020,000 requests",
                "VM | 13 | 13 VMs",
                "VCPU | 1 | 1 vCPU",
                "GIGABYTE | -5.18 | −5.18 GB",
                "GIGABYTE | -5.184 | ≈ −5.18 GB",
                "GIGABYTE | 0.004 | < 0.01 GB",
                "GIGABYTE | -0.004 | > −0.01 GB",
                "GIGABYTE_DAY | -13507.2 | −13,507.2 GB·days",
                "ONE | 18 | 18"
            })
    void countedThingsAreNamed(Unit unit, BigDecimal value, String text) {
        assertThat(HumanAmount.of(value, unit).replace(SPACE, ' ')).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BYTE | 7939377152 | 7,939,377,152 bytes",
                "BYTE | 1 | 1 byte",
                "BYTE | 123456789012345678901234567890 | 123,456,789,012,345,678,901,234,567,890 bytes",
                "GIGABYTE | -5.1840001 | −5.1840001 GB",
                "GIGABYTE_DAY | 1E+3 | 1,000 GB·days"
            })
    void exactTextHasAllDigits(Unit unit, BigDecimal value, String text) {
        assertThat(HumanAmount.exact(value, unit).replace(SPACE, ' ')).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void everyUnitHasAName(Unit unit) {
        assertThat(HumanAmount.exact(BigDecimal.TEN, unit)).startsWith("10").doesNotContain("null");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 100, 0 %",
        "1, 100000, < 0.1 %",
        "72, 100000, < 0.1 %",
        "49, 100000, < 0.1 %",
        "1722, 1000000, 0.1 %",
        "65, 100, 65 %",
        "7996, 10000, 79.9 %",
        "9496, 10000, 94.9 %",
        "95, 100, 95 %",
        "-1, 10000, −0.1 %",
        "1, 3, 33.3 %",
        "9999, 10000, 99.9 %",
        "100, 100, 100 %",
        "10001, 10000, > 100 %",
        "150, 100, 150 %"
    })
    void percentIsNeverMoreThanThereIsNorNothingWhereThereIsSomething(BigDecimal part, BigDecimal whole, String text) {
        assertThat(HumanAmount.percent(new Ratio(part, whole)).replace(SPACE, ' '))
                .isEqualTo(text);
    }
}
