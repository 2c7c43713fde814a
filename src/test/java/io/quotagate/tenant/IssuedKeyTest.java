package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuedKeyTest {

    /** By Python's {@code zlib.crc32} over all but the last six characters, in base 62 with the digits first. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "qg_0000000000000000000000000000000KaHRi",
                "qg_0123456789ABCDEFGHIJKLMNOPQRST2jD4X1",
                "qg_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz2cbTbh",
                "qg_abcdefghijklmnopqrstuvwxyzABCD2nXhEy"
            })
    void checksumIsTheOneThatOthersCompute(String key) {
        assertThat(IssuedKey.isWhole(key)).isTrue();
    }

    @Test
    void drawnKeyHasTheDocumentedFormAndAChecksumThatHolds() {
        String key = IssuedKey.draw(new Random(7)).reveal();

        assertThat(key).matches("qg_[0-9A-Za-z]{36}");
        assertThat(IssuedKey.isWhole(key)).isTrue();
        assertThat(IssuedKey.isMeant(key)).isTrue();
    }

    @Test
    void everyKeyIsAnotherAndUsesTheWholeAlphabet() {
        Random chance = new Random(7);
        Set<String> keys = new HashSet<>();
        Set<Integer> characters = new HashSet<>();
        for (int drawn = 0; drawn < 1_000; drawn++) {
            String key = IssuedKey.draw(chance).reveal();
            keys.add(key);
            key.substring(3, 33).chars().forEach(characters::add);
        }

        assertThat(keys).hasSize(1_000);
        assertThat(characters).hasSize(62);
    }

    @Test
    void noKeyWithOneOtherCharacterOrTwoSwappedIsWhole() {
        String key = IssuedKey.draw(new Random(8)).reveal();
        for (int at = 0; at < key.length(); at++) {
            for (char other : "0Az_-".toCharArray()) {
                String mistyped = key.substring(0, at) + other + key.substring(at + 1);
                assertThat(IssuedKey.isWhole(mistyped)).as(mistyped).isEqualTo(mistyped.equals(key));
            }
        }
        for (int at = 0; at + 1 < key.length(); at++) {
            String swapped = key.substring(0, at) + key.charAt(at + 1) + key.charAt(at) + key.substring(at + 2);
            assertThat(IssuedKey.isWhole(swapped)).as(swapped).isEqualTo(swapped.equals(key));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "qg_",
                "sandbox",
                "qg_0123456789ABCDEFGHIJKLMNOPQRST2jD4X",
                "qg_0123456789ABCDEFGHIJKLMNOPQRST2jD4X1 ",
                "QG_0123456789ABCDEFGHIJKLMNOPQRST2jD4X1"
            })
    void anythingElseIsNotWhole(String text) {
        assertThat(IssuedKey.isWhole(text)).isFalse();
    }

    @Test
    void keyIsPrintedNowhere() {
        assertThat(IssuedKey.draw(new Random(9))).hasToString("***");
    }
}
