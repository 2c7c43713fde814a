package io.quotagate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MeasureTest {

    private static Measure measure(String code) {
        return Measure.find(code).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "By, 1",
        "kBy, 1000",
        "MBy, 1000000",
        "GBy, 1000000000",
        "TBy, 1000000000000",
        "PBy, 1000000000000000",
        "EBy, 1000000000000000000",
        "KiBy, 1024",
        "MiBy, 1048576",
        "GiBy, 1073741824",
        "TiBy, 1099511627776",
        "PiBy, 1125899906842624",
        "EiBy, 1152921504606846976",
    })
    void prefixedBytesAreSoManyBytes(String code, BigDecimal bytes) {
        assertThat(measure(code).inBase(BigDecimal.ONE)).isEqualByComparingTo(bytes);
        assertThat(measure(code).convertsTo(Unit.BYTE)).isTrue();
        assertThat(measure(code).convertsTo(Unit.GIGABYTE)).isTrue();
        assertThat(measure(code).convertsTo(Unit.GIGABYTE_DAY)).isFalse();
        assertThat(measure(code + ".d").inBase(BigDecimal.ONE)).isEqualByComparingTo(bytes);
        assertThat(measure(code + ".d").convertsTo(Unit.GIGABYTE_DAY)).isTrue();
        assertThat(measure(code + ".d").convertsTo(Unit.GIGABYTE)).isFalse();
    }

    @Test
    void fractionStaysExact() {
        BigDecimal bytes = measure("GiBy").inBase(new BigDecimal("0.00000000000000000001"));

        assertThat(bytes).isEqualByComparingTo("0.00000000001073741824");
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void everyUnitConvertsToItself(Unit unit) {
        assertThat(measure(unit.code())).isEqualTo(Measure.of(unit));
        assertThat(Measure.of(unit).convertsTo(unit)).isTrue();
        assertThat(Measure.codesFor(unit)).contains(unit.code());
    }

    @Test
    void thingsConvertToNothingElse() {
        assertThat(Measure.codesFor(Unit.REQUEST)).containsExactly("{request}");
        assertThat(Measure.codesFor(Unit.ONE)).containsExactly("1");
        assertThat(measure("{vm}").convertsTo(Unit.ONE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"''", "by", "B", "KBy", "kiBy", "gBy", "bit", "Gibit", "GB", "GiBy.h", "d", "{}", "10*4{request}"})
    void whatIsNoUnitOfOursIsNotFound(String code) {
        assertThat(Measure.find(code)).isEmpty();
        assertThat(Measure.codes()).doesNotContain(code);
    }
}
