package io.quotagate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCommandTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T03:00:00Z"), ZoneOffset.UTC);
    private static final String WHOLE = "qg_0123456789ABCDEFGHIJKLMNOPQRST2jD4X1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @CanIgnoreReturnValue
    private int run(String in, String... arguments) {
        ByteArrayInputStream typed = new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8));
        return new KeyCommand(new Random(7), CLOCK, typed, print(out), print(err)).run(List.of(arguments));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private List<String> said() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** As the gateway would read the line, two spaces deeper than the tenant. */
    private ApiKey pasted() throws IOException, InvalidTenants {
        Path file = folder.resolve("tenants.yaml");
        Files.writeString(file, "tenants:\n  - id: acme\n    keys:\n      " + said().get(1) + "\n");
        return TestTenantsFile.reader().read(file).get(0).keys().get(0);
    }

    @Test
    void keyAndItsLineAreAllThatStandardOutputGets() throws IOException, InvalidTenants {
        int exit = run("", "ci");

        assertThat(exit).isZero();
        assertThat(said()).hasSize(2);
        assertThat(IssuedKey.isWhole(said().get(0))).isTrue();
        assertThat(pasted())
                .isEqualTo(new ApiKey(
                        "ci",
                        ApiKey.digest(said().get(0)),
                        Set.of(Permission.READ),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain(said().get(0));
    }

    @Test
    void lineHasTheScopesAndTheEndThatWereAskedFor() throws IOException, InvalidTenants {
        run("", "--expires", "2027-01-01T00:00:00Z", "ci", "--scopes", "quota:read,quota:refresh");

        assertThat(pasted().permissions()).containsExactlyInAnyOrder(Permission.READ, Permission.REFRESH);
        assertThat(pasted().expiresAt()).hasValue(Instant.parse("2027-01-01T00:00:00Z"));
    }

    @Test
    void keyWithoutANameIsCalledAfterItsDigest() throws IOException, InvalidTenants {
        run("");

        assertThat(pasted().id()).isEqualTo("key-" + pasted().sha256().substring(0, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CI",
                "a b",
                "a,b: c",
                "--scopes",
                "--scopes=quota:read",
                "--scopes quota:write",
                "--scopes quota:read,",
                "--expires",
                "--expires tomorrow",
                "--expires 2026-11-21T03:00:00Z",
                "one two",
                "--check ci",
                "ci --check"
            })
    void whatIsNotUnderstoodMakesNoKey(String arguments) {
        int exit = run("", arguments.equals("a b") ? new String[] {arguments} : arguments.split(" "));

        assertThat(exit).isEqualTo(2);
        assertThat(said()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage: key");
    }

    @ParameterizedTest
    @ValueSource(strings = {WHOLE, WHOLE + "\n", WHOLE + "\r\n"})
    void wholeKeyIsRecognizedAndItsDigestShown(String typed) {
        int exit = run(typed, "--check");

        assertThat(exit).isZero();
        assertThat(said()).containsExactly(ApiKey.digest(WHOLE), "the checksum holds");
    }

    @Test
    void mistypedKeyIsRecognizedAndNotRepeated() {
        int exit = run(WHOLE.replace('X', 'x'), "--check");

        assertThat(exit).isEqualTo(1);
        assertThat(said().get(1)).startsWith("the checksum does not hold").doesNotContain("qg_");
    }

    @Test
    void keyOfAnotherMakerHasADigestAndNoChecksum() {
        int exit = run("k", "--check");

        assertThat(exit).isEqualTo(1);
        assertThat(said().get(0)).isEqualTo("8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a");
        assertThat(said().get(1)).startsWith("not made by this command");
    }
}
