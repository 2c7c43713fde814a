package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotagate.sandbox.DialJson.Flaw;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Set<Call> KINDS = Set.of(Call.DATA, Call.LOGIN);

    private final Faults faults = new Faults();
    private final SimulatedVendor smh = new SimulatedSmh(new Random(1));
    private final Request login = TestRequests.get("/api/v1/token");
    private final Request usage = TestRequests.get("/api/v1/usage/a/b");

    private static Dial dial(String json) {
        try {
            return DialJson.read(json, KINDS);
        } catch (DialJson.Refused refused) {
            throw new AssertionError(refused);
        }
    }

    private static List<Flaw> flaws(String json) {
        return catchThrowableOfType(DialJson.Refused.class, () -> DialJson.read(json, KINDS))
                .flaws();
    }

    @Test
    void untouchedDialIsOff() {
        assertThat(faults.dial("x")).isEqualTo(Dial.OFF);
        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.NONE);
        assertThat(DialJson.write("x", Dial.OFF))
                .isEqualTo("{\"provider\":\"x\",\"latency\":\"PT0S\",\"fault\":\"none\"}");
    }

    @Test
    void faultLastsForItsCallsAndTheLatencyStays() {
        faults.turn("x", dial("{\"latency\":\"PT0.05S\",\"fault\":\"reset\",\"calls\":2}"));

        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.RESET);
        assertThat(faults.dial("x").calls()).contains(1);
        assertThat(faults.next("x", Call.LOGIN)).isEqualTo(Fault.RESET);
        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.NONE);
        assertThat(faults.dial("x"))
                .isEqualTo(new Dial(Duration.ofMillis(50), Fault.NONE, Optional.empty(), Optional.empty()));
    }

    @Test
    void faultWithoutCallsLastsUntilTheDialIsTurned() {
        faults.turn("x", dial("{\"fault\":\"huge\"}"));

        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.HUGE);
        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.HUGE);
        faults.reset("x");
        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.NONE);
    }

    @Test
    void faultKeptToOneKindNeitherHitsNorCountsOthers() {
        faults.turn("x", dial("{\"fault\":\"empty\",\"calls\":1,\"on\":\"login\"}"));

        assertThat(faults.next("x", Call.DATA)).isEqualTo(Fault.NONE);
        assertThat(faults.next("x", Call.LOGIN)).isEqualTo(Fault.EMPTY);
        assertThat(faults.next("x", Call.LOGIN)).isEqualTo(Fault.NONE);
    }

    @Test
    void dialOfOneVendorLeavesTheOthersAlone() {
        faults.turn("x", dial("{\"fault\":\"empty\"}"));

        assertThat(faults.next("y", Call.DATA)).isEqualTo(Fault.NONE);
    }

    @Test
    void eachFlawIsNamedWithWhatWouldBeRight() {
        List<Flaw> flaws =
                flaws("{\"latency\":\"PT61S\",\"fault\":\"boom\",\"calls\":0,\"on\":\"service\",\"speed\":1}");

        assertThat(flaws).extracting(Flaw::field).containsExactlyInAnyOrder("latency", "fault", "calls", "on", "speed");
        assertThat(flaws).extracting(Flaw::detail).anyMatch(detail -> detail.contains("one of data, login"));
    }

    @Test
    void valuesOfOtherTypesAreRefused() {
        assertThat(flaws("{\"latency\":5}")).extracting(Flaw::field).containsExactly("latency");
        assertThat(flaws("{\"latency\":\"-PT1S\"}")).extracting(Flaw::field).containsExactly("latency");
        assertThat(flaws("{\"fault\":null}")).extracting(Flaw::field).containsExactly("fault");
        assertThat(flaws("{\"fault\":\"empty\",\"calls\":1.5}"))
                .extracting(Flaw::field)
                .containsExactly("calls");
        assertThat(flaws("{\"fault\":\"empty\",\"calls\":\"1\"}"))
                .extracting(Flaw::field)
                .containsExactly("calls");
        assertThat(flaws("{\"calls\":1}")).extracting(Flaw::field).containsExactly("fault");
        for (String notAnObject : List.of("", "[]", "nonsense", "{} {}", "{\"calls\":1,\"calls\":2}")) {
            assertThat(flaws(notAnObject)).extracting(Flaw::field).containsExactly("");
        }
    }

    @Test
    void vendorMisbehavesInItsOwnForm() {
        assertThat(Faults.reply(smh, usage, Fault.UNAVAILABLE).body()).contains("ServerOverloaded");
        assertThat(Faults.reply(smh, usage, Fault.THROTTLED).headers()).containsEntry("Retry-After", "1");
        assertThat(Faults.reply(smh, usage, Fault.UNAUTHORIZED).body()).contains("InvalidAccessToken");
        assertThat(Faults.reply(smh, login, Fault.UNAUTHORIZED).body()).contains("WrongLibraryIdOrSecret");
        assertThat(Faults.reply(smh, usage, Fault.WRONG).body()).contains("\"size\":\"-1\"");
        assertThat(Faults.reply(smh, login, Fault.WRONG).body()).doesNotContain("accessToken");
    }

    @Test
    void everyVendorHasEveryForm() {
        List<SimulatedVendor> vendors =
                List.of(smh, new SimulatedKooDrive(), new SimulatedUfile(), new SimulatedZStack(new Random(1)));

        assertThat(vendors).allSatisfy(vendor -> {
            assertThat(Faults.reply(vendor, usage, Fault.WRONG).status()).isEqualTo(200);
            assertThat(Faults.reply(vendor, usage, Fault.REDIRECT).status()).isEqualTo(302);
            assertThat(Faults.reply(vendor, usage, Fault.EMPTY).body()).isEmpty();
            assertThat(Faults.reply(vendor, usage, Fault.GARBAGE).body()).startsWith("<!DOCTYPE html>");
            assertThat(Faults.reply(vendor, usage, Fault.TRUNCATED).body())
                    .isNotEmpty()
                    .hasSizeLessThan(vendor.answer(usage).body().length());
        });
    }
}
