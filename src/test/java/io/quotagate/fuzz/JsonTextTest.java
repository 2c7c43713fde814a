package io.quotagate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.fuzz.JsonText.Kind;
import io.quotagate.fuzz.JsonText.NotJson;
import io.quotagate.fuzz.JsonText.Value;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void valuesAreFoundByPointerAndKeepTheirSpelling() {
        Value json = JsonText.read(
                "{ \"a/b\": [1.50E+2, {\"m~n\": \"\\u0041\\ud83d\\ude00\\n\"}], \"n\": null, \"\": true }");

        assertThat(json.at("/a~1b/0"))
                .hasValueSatisfying(value -> assertThat(value.text()).isEqualTo("1.50E+2"));
        assertThat(json.at("/a~1b/1/m~0n"))
                .hasValueSatisfying(value -> assertThat(value.text()).isEqualTo("A\ud83d\ude00\n"));
        assertThat(json.at("/n"))
                .hasValueSatisfying(value -> assertThat(value.kind()).isEqualTo(Kind.NULL));
        assertThat(json.at("/"))
                .hasValueSatisfying(value -> assertThat(value.kind()).isEqualTo(Kind.FLAG));
        assertThat(json.at("/a~1b/2")).isEmpty();
        assertThat(json.at("/a~1b/00")).isEmpty();
        assertThat(json.at("")).contains(json);
    }

    @Test
    void valuesKnowWhereTheyStand() {
        String text = " {\"a\" : [ 12 ,\"x\"] } ";

        assertThat(JsonText.read(text).at("/a").orElseThrow().span().of(text)).isEqualTo("[ 12 ,\"x\"]");
        assertThat(JsonText.read(text).members().get(0).name().of(text)).isEqualTo("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "1e+",
                "0x10",
                "NaN",
                "tru",
                "\"a",
                "\"\n\"",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"\\u00\"",
                "1 2",
                "[1 2]",
                "'a'",
                "//",
                "\ufeff1",
                "\u00a01"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonText.read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(NotJson.class);
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertThatThrownBy(() -> JsonText.read(new byte[] {'"', (byte) 0xff, '"'}))
                .isInstanceOf(NotJson.class);
    }
}
