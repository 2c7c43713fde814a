package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorJsonTest {

    private static VendorJson parse(String json) {
        return VendorJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /** The member {@code x} of an object that has only this. */
    private static VendorJson place(String value) {
        return parse("{\"x\":" + value + "}").get("x");
    }

    private static void assertViolation(String json) {
        assertViolation(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertViolation(byte[] json) {
        assertThatThrownBy(() -> {
                    var unused = VendorJson.parse(json);
                })
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION));
    }

    /** Reading the place so is a contract violation that says where. */
    private static void assertViolation(VendorJson place, Function<VendorJson, ?> read) {
        ProviderException failure = catchThrowableOfType(ProviderException.class, () -> {
            var unused = read.apply(place);
        });
        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(failure.detail()).startsWith(place.pointer() + " ");
    }

    @Test
    void everyPlaceKnowsItsPointer() {
        VendorJson root = parse("{\"data\":[{\"a/b\":{\"m~n\":1}},2]}");

        assertThat(root.pointer()).isEmpty();
        assertThat(root.get("data").items().get(1).pointer()).isEqualTo("/data/1");
        assertThat(root.get("data").items().get(0).get("a/b").get("m~n").pointer())
                .isEqualTo("/data/0/a~1b/m~0n");
        assertThat(root.get("absent").get("too").pointer()).isEqualTo("/absent/too");
    }

    @ParameterizedTest
    @CsvSource({
        "20, 20",
        "20.0, 20.0",
        "1.099511627776E13, 10995116277760",
        "\"9223372036854775807\", 9223372036854775807",
        "-3.50, -3.5",
        "0.1, 0.1",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
        "1e37, 10000000000000000000000000000000000000"
    })
    void numbersAreExact(String written, String number) {
        assertThat(place(written).decimal().orElseThrow()).isEqualByComparingTo(number);
    }

    @Test
    void textWithHalfACharacterIsAViolation() {
        for (String half : List.of("\"\\ud800\"", "\"a\\udc00b\"", "\"\\udc00\\ud800\"")) {
            assertThatThrownBy(() -> place(half).text()).hasMessageContaining("must be text in whole characters");
        }
        assertThat(place("\"\\ud83d\\ude00\"").text()).contains("\ud83d\ude00");
    }

    @Test
    void textOfANumberIsKeptAsItWasWritten() {
        for (String written : List.of("20.0", "1.099511627776E13", "1E+2", "-0", "100.00")) {
            assertThat(place(written).field("GET /x", "By").value()).isEqualTo(written);
            assertThat(place(written).text()).contains(written);
        }
        assertThat(place("\"7.0\"").field("GET /x", "By").value()).isEqualTo("7.0");
        assertThat(place("null").field("GET /x", "By").value()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e38",
                "1e400",
                "1e999",
                "1e-400",
                "1e-39",
                "123456789012345678901234567890123456789",
                "\"\"",
                "\" 7\"",
                "\"+7\"",
                "\"07\"",
                "\"0x10\"",
                "\"NaN\"",
                "\"Infinity\"",
                "\"1e9999\"",
                "\"1,000\"",
                "\"٣\"",
                "true",
                "{}",
                "[]"
            })
    void whatIsNoNumberOfAtMost38DigitsIsAViolation(String written) {
        assertViolation(place(written), VendorJson::decimal);
    }

    @Test
    void endlessNumbersAreAViolationWhereverTheyStand() {
        String endless = "7".repeat(400);

        assertViolation("{\"x\":" + endless + "}");
        assertViolation("{\"x\":0." + endless + "}");
        assertViolation(place("\"" + endless + "\""), VendorJson::decimal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0.5", "-0.5", "1e-1", "\"-7\"", "\"x\""})
    void countIsNeitherNegativeNorAFraction(String written) {
        assertViolation(place(written), VendorJson::count);
    }

    @Test
    void countMayBeWrittenAsADecimal() {
        assertThat(place("20.0").count().orElseThrow()).isEqualByComparingTo("20");
        assertThat(place("2.5e1").count().orElseThrow()).isEqualByComparingTo("25");
        assertThat(place("-0").count().orElseThrow()).isEqualByComparingTo("0");
    }

    @Test
    void missingIsEmptyAndNotZero() {
        for (VendorJson missing :
                List.of(place("null"), parse("{}").get("x"), place("5").get("y"))) {
            assertThat(missing.isMissing()).isTrue();
            assertThat(missing.decimal()).isEmpty();
            assertThat(missing.count()).isEmpty();
            assertThat(missing.text()).isEmpty();
            assertThat(missing.flag()).isEmpty();
            assertThat(missing.code()).isEmpty();
        }
    }

    @Test
    void nullThatIsWrittenIsToldFromAnAbsentMember() {
        assertThat(place("null").isNull()).isTrue();
        assertThat(parse("{}").get("x").isNull()).isFalse();
    }

    @Test
    void flagsAreReadFromAnyScalarThatSaysTrueOrFalse() {
        for (String yes : List.of("true", "\"true\"", "1", "\"1\"")) {
            assertThat(place(yes).flag()).contains(true);
        }
        for (String no : List.of("false", "\"false\"", "0", "\"0\"")) {
            assertThat(place(no).flag()).contains(false);
        }
        for (String neither : List.of("\"yes\"", "2", "\"\"", "{}", "[]", "1.0")) {
            assertViolation(place(neither), VendorJson::flag);
        }
    }

    @Test
    void structureThatIsNotThereIsAViolation() {
        assertViolation(place("{}"), VendorJson::items);
        assertViolation(place("null"), VendorJson::items);
        assertViolation(place("[]"), VendorJson::text);
        assertViolation(place("true"), VendorJson::text);
        assertViolation(
                parse("{\"x\":1}").get("x"), unused -> parse("{\"x\":1}").object("x"));
    }

    @Test
    void codeIsReadWithoutEverFailing() {
        assertThat(place("\"ID.1001\"").code()).contains("ID.1001");
        assertThat(place("13000102").code()).contains("13000102");
        assertThat(place("{}").code()).isEmpty();
        assertThat(place("true").code()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{]",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "[NaN]",
                "[Infinity]",
                "[+1]",
                "[01]",
                "[.5]",
                "[1.]",
                "// no\n{}",
                "{\"a\":1,\"a\":2}",
                "{\"o\":{\"a\":1,\"a\":1}}",
                "{} x",
                "{} {}",
                "{}]",
                "\ufeff{}",
                "\"a\nb\""
            })
    void anythingButOneStrictJsonTextIsAViolation(String text) {
        assertViolation(text);
    }

    @Test
    void bytesThatAreNotUtf8AreAViolation() {
        assertViolation(new byte[] {'"', (byte) 0xff, '"'});
        assertViolation(new byte[] {'"', (byte) 0xc3, '"'});
        assertViolation(new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'});
        assertViolation("{\"a\":1}".getBytes(StandardCharsets.UTF_16));
    }

    @Test
    void depthAndNumberOfValuesAreBounded() {
        assertThat(parse("[".repeat(32) + "]".repeat(32)).items()).hasSize(1);
        assertViolation("[".repeat(33) + "]".repeat(33));
        assertViolation("[".repeat(100_000));
        assertThat(parse("[" + "0,".repeat(19_998) + "0]").items()).hasSize(19_999);
        assertViolation("[" + "0,".repeat(19_999) + "0]");
        assertViolation("[" + "[0],".repeat(10_000) + "0]");
    }

    @Test
    void namesAndTextsAreBounded() {
        assertThat(parse("{\"" + "n".repeat(1_000) + "\":\"" + "t".repeat(100_000) + "\"}")
                        .isObject())
                .isTrue();
        assertViolation("{\"" + "n".repeat(1_001) + "\":1}");
        assertViolation("[\"" + "t".repeat(100_001) + "\"]");
    }

    @Test
    void anyJsonValueMayStandAtTheTop() {
        assertThat(parse("42").decimal()).isPresent();
        assertThat(parse("null").isMissing()).isTrue();
        assertThat(parse(" \n[] ").items()).isEmpty();
    }
}
