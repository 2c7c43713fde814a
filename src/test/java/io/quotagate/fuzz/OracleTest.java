package io.quotagate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.fuzz.Oracle.Field;
import io.quotagate.fuzz.Oracle.Says;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An oracle that cannot say no would find nothing. */
class OracleTest {

    private static final BigDecimal FACTOR = new BigDecimal("1024");

    private static Amount shown(String value, @Nullable String written) {
        return Amount.reported(new BigDecimal(value), new VendorField("GET /", "/x", written, "KiBy"));
    }

    private static void holds(String json, Says says, Amount amount) {
        Oracle.holds(JsonText.read(json), new Field("GET /", "/x", "KiBy", FACTOR, says), amount);
    }

    private static void assertFinding(String json, Says says, Amount amount) {
        assertThatThrownBy(() -> holds(json, says, amount)).as(json).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatStandsThereHolds() {
        assertThatCode(() -> {
                    holds("{\"x\":2}", Says.WHOLE, shown("2048", "2"));
                    holds("{\"x\":\"0.5\"}", Says.WHOLE, shown("512", "0.5"));
                    holds("{\"x\":-2e0}", Says.WHOLE_SIGNED, shown("-2048", "-2e0"));
                    holds("{\"x\":null}", Says.WHOLE, Amount.unknown());
                    holds("{}", Says.WHOLE_OR_NULL_UNLIMITED, Amount.unknown());
                    holds("{\"x\":null}", Says.WHOLE_OR_NULL_UNLIMITED, unlimited(null));
                    holds("{\"x\":-1.0}", Says.WHOLE_OR_MINUS_ONE_UNLIMITED, unlimited("-1.0"));
                    holds("{\"x\":0}", Says.WHOLE_OR_ZERO_NONE, Amount.notApplicable());
                })
                .doesNotThrowAnyException();
    }

    private static Amount unlimited(@Nullable String written) {
        return Amount.unlimited(new VendorField("GET /", "/x", written, "KiBy"));
    }

    @Test
    void wrongNumbersAreFound() {
        assertFinding("{\"x\":2}", Says.WHOLE, shown("2", "2"));
        assertFinding("{\"x\":2}", Says.WHOLE, shown("2048", "2.0"));
        assertFinding("{\"x\":3}", Says.WHOLE, shown("2048", "2"));
        assertFinding("{\"x\":2}", Says.WHOLE, Amount.unknown());
        assertFinding("{\"x\":2}", Says.WHOLE_OR_MINUS_ONE_UNLIMITED, unlimited("2"));
        assertFinding("{}", Says.WHOLE, shown("0", "0"));
        assertFinding("{\"x\":null}", Says.WHOLE, shown("0", null));
        assertFinding("{\"x\":null}", Says.WHOLE_OR_NULL_UNLIMITED, Amount.unknown());
        assertFinding("{}", Says.WHOLE_OR_NULL_UNLIMITED, unlimited(null));
        assertFinding("{\"x\":0}", Says.WHOLE_OR_ZERO_NONE, shown("0", "0"));
    }

    @Test
    void whatIsNotLegalIsFound() {
        assertFinding("{\"x\":-2}", Says.WHOLE, shown("-2048", "-2"));
        assertFinding("{\"x\":0.0001}", Says.WHOLE_SIGNED, shown("0.1024", "0.0001"));
        assertFinding("{\"x\":true}", Says.ANY, shown("1024", "true"));
        assertFinding("{\"x\":\" 1\"}", Says.ANY, shown("1024", " 1"));
        assertFinding("{\"x\":\"01\"}", Says.ANY, shown("1024", "01"));
        assertFinding("{\"x\":1e39}", Says.ANY, shown("1024e39", "1e39"));
        assertFinding("{\"x\":1e-39}", Says.ANY, shown("1024e-39", "1e-39"));
    }

    @Test
    void wrongRemaindersAreFound() {
        Quota right = Quota.allocation(
                Metric.STORAGE_STORED,
                Unit.BYTE,
                Scope.of(ScopeLevel.ORGANIZATION),
                shown("2048", "2"),
                shown("1024", "1"));
        Quota wrong = new Quota(
                right.metric(),
                right.kind(),
                right.unit(),
                right.scope(),
                right.limit(),
                shown("2048", "2"),
                right.remaining(),
                Set.<Warning>of());

        assertThatCode(() -> Oracle.computes(right)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Oracle.computes(wrong)).isInstanceOf(AssertionError.class);
    }

    @Test
    void wordsOfTheVendorInARefusalAreFound() {
        Refusals refusals = new Refusals(Set.of(Reason.UNAVAILABLE, Reason.CONTRACT_VIOLATION), Set.of());
        VendorAnswer answer =
                new VendorAnswer(500, Map.of(), "{\"msg\":\"password hunter2\"}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> refusals.fits(echo(answer), answer, other -> Optional.of(echo(other))))
                .hasMessageContaining("the vendor speaks");
        assertThatThrownBy(() ->
                        refusals.fits(new ProviderException(Reason.TIMEOUT, "late"), answer, other -> Optional.empty()))
                .hasMessageContaining("TIMEOUT");
        assertThatCode(() -> refusals.fits(ours(), answer, other -> Optional.of(ours())))
                .as("a word of ours that the vendor happens to use")
                .doesNotThrowAnyException();
    }

    private static ProviderException echo(VendorAnswer answer) {
        return new ProviderException(
                Reason.UNAVAILABLE, "failed: " + new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static ProviderException ours() {
        return new ProviderException(Reason.UNAVAILABLE, "the vendor refused the password");
    }

    @Test
    void choicesOfTheFuzzerDecideTheChange() {
        byte[] one = {1, 20, 30, 40, 50, 60, 70, 80, 90, 100};

        assertThat(new Choices(one).nextInt(16))
                .isEqualTo(new Choices(one).nextInt(16))
                .isEqualTo(20 % 16);
        assertThat(new Choices(one).nextInt(1_000)).isEqualTo((20 << 8 | 30) % 1_000);
        assertThat(new Choices(new byte[] {1}).nextInt(7)).isEqualTo(new Choices(new byte[] {1}).nextInt(7));
    }
}
