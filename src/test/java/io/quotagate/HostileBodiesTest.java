package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.HostileVendor.Script;
import io.quotagate.Siege.Ending;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorStub.Reply;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that arrive whole and well, and are not what the vendor's documentation promises. */
@QuarkusTest
class HostileBodiesTest {

    /** A number of each vendor's answer: one that counts things, but for UCloud's, which may be any. */
    private static final Map<String, String> NUMBERS = Map.of(
            "koodrive numbers", "\"userCount\"",
            "smh numbers", "\"size\"",
            "ufile numbers", "\"Left\"",
            "zstack numbers", "\"used\"");

    @Inject
    @All
    List<QuotaProvider> providers;

    @Inject
    VendorHttp http;

    private static Script body(UnaryOperator<byte[]> change) {
        return (request, wire) -> {
            Reply healthy = FourVendors.healthy(request);
            wire.send(new Reply(200, healthy.headers(), change.apply(healthy.body())));
        };
    }

    private static Script text(UnaryOperator<String> change) {
        return body(
                json -> change.apply(new String(json, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    }

    private Siege siege() {
        return new Siege(providers, http);
    }

    static Stream<?> bodies() {
        return HostileBodies.all();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodyThatIsNotOneJsonTextIsAContractViolation(UnaryOperator<byte[]> hostile) {
        List<Ending> endings = siege().all(body(hostile));

        Siege.assertEnds(Reason.CONTRACT_VIOLATION, endings.stream());
    }

    @Test
    void documentedAnswersAreUnderstoodByAll() {
        assertThat(siege().all(body(json -> json)))
                .allSatisfy(ending -> assertThat(ending.reason()).isEmpty());
        assertThat(siege().all(text(json -> " \r\n" + json + "\n")))
                .allSatisfy(ending -> assertThat(ending.reason()).isEmpty());
    }

    @Test
    void memberThatIsThereTwiceIsAContractViolationAtEveryPlace() {
        for (String call : NUMBERS.keySet()) {
            String json = new String(Siege.answer(call), StandardCharsets.UTF_8);
            List<String> duplicates = HostileBodies.duplicates(json);

            assertThat(duplicates).hasSizeGreaterThan(6);
            Siege.assertEnds(
                    Reason.CONTRACT_VIOLATION,
                    duplicates.stream().map(twice -> siege().one(call, text(unused -> twice))));
        }
    }

    @Test
    void answerThatIsCutOffAtAnyByteIsAContractViolation() {
        for (String call : NUMBERS.keySet()) {
            byte[] json = new String(Siege.answer(call), StandardCharsets.UTF_8)
                    .strip()
                    .getBytes(StandardCharsets.UTF_8);

            Siege.assertEnds(
                    Reason.CONTRACT_VIOLATION,
                    Stream.iterate(0, length -> length < json.length, length -> length + 1)
                            .map(length -> siege().one(call, body(unused -> Arrays.copyOf(json, length)))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "1e-400",
                "1E+9999999999",
                "1E-9999999999",
                "\"NaN\"",
                "\"Infinity\"",
                "\"1e400\"",
                "\"1E+9999999999\"",
                "\"0x7fffffffffffffff\"",
                "\"9,223\"",
                "\"9.223.372\"",
                "\"\\uff19\"",
                "true",
                "\"\"",
                "[1]",
                "{\"Left\":1}",
                "123456789012345678901234567890123456789"
            })
    void whatIsNoNumberThatCanBeShownExactlyIsAContractViolation(String written) {
        Siege.assertEnds(Reason.CONTRACT_VIOLATION, endingsWith(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "-0.5", "0.5", "1e-1", "19.999999999", "-9223372036854775808", "-9223372036854775809"})
    void countThatIsNegativeOrAFractionIsAContractViolationButForBalances(String written) {
        List<Ending> endings = endingsWith(written).toList();

        Siege.assertEnds(
                Reason.CONTRACT_VIOLATION,
                endings.stream().filter(ending -> !ending.call().equals("ufile numbers")));
        assertThat(endings)
                .filteredOn(ending -> ending.call().equals("ufile numbers"))
                .singleElement()
                .satisfies(ending -> assertShown(written, ending));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "2147483648",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551616",
                "9.223372036854775807E18",
                "\"9223372036854775808\"",
                "12345678901234567890123456789012345678"
            })
    void numberIsShownExactlyHoweverLargeItIs(String written) {
        assertThat(endingsWith(written)).hasSize(4).allSatisfy(ending -> assertShown(written, ending));
    }

    private Stream<Ending> endingsWith(String written) {
        return NUMBERS.entrySet().stream()
                .map(number -> siege().one(
                                number.getKey(),
                                text(json -> json.replaceFirst(
                                        number.getValue() + "\\s*:\\s*[^,}\\s]+",
                                        number.getValue() + ":" + written.replace("\\", "\\\\")))));
    }

    /** Some amount says that it was written so, and is what was written. */
    private static void assertShown(String written, Ending ending) {
        String text = written.replace("\"", "");
        assertThat(ending.reason()).as(ending.call()).isEmpty();
        assertThat(ending.observation().orElseThrow().quotas())
                .flatMap(quota -> List.of(quota.limit(), quota.used(), quota.remaining()))
                .filteredOn(amount ->
                        amount.vendor() != null && text.equals(amount.vendor().value()))
                .isNotEmpty()
                .allSatisfy(amount -> assertThat(amount.value()).isEqualByComparingTo(new BigDecimal(text)));
    }
}
