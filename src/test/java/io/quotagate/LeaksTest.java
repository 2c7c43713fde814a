package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The leaks that {@code leaks/run} plants can still be planted, and the tests that have to find them are there. */
class LeaksTest {

    private static final Path LEAKS = Path.of("leaks");
    private static final Path TESTS = Path.of("src/test/java");
    private static final String TESTS_OF_A_LEAK = "# tests: ";

    static List<Path> leaks() {
        return filesIn(LEAKS, ".patch");
    }

    private static List<Path> filesIn(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Test
    void thereAreMoreThanTen() {
        assertThat(leaks())
                .hasSizeGreaterThan(10)
                .allSatisfy(leak -> assertThat(leak.getFileName()).asString().matches("\\d\\d-[a-z0-9-]+\\.patch"));
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void leakAppliesToTheSourcesAsTheyAre(Path leak) {
        List<Hunk> hunks = hunks(lines(leak));

        assertThat(hunks).isNotEmpty().allSatisfy(hunk -> {
            assertThat(hunk.file()).startsWith(Path.of("src/main/java"));
            assertThat(hunk.before()).isNotEqualTo(hunk.after());
            assertThat(Collections.indexOfSubList(lines(hunk.file()), hunk.before()))
                    .as("where %s has %s", hunk.file(), hunk.before())
                    .isNotNegative();
        });
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void leakNamesTestsThatThereAre(Path leak) {
        List<Path> sources = filesIn(TESTS, ".java");
        List<String> tests = lines(leak).stream()
                .filter(line -> line.startsWith(TESTS_OF_A_LEAK))
                .flatMap(line ->
                        Arrays.stream(line.substring(TESTS_OF_A_LEAK.length()).split(",")))
                .toList();

        assertThat(tests).isNotEmpty().allSatisfy(test -> {
            String[] parts = test.split("#");
            assertThat(sources).anyMatch(source -> source.endsWith(parts[0] + ".java"));
            assertThat(sources)
                    .as(test)
                    .anyMatch(source ->
                            lines(source).stream().anyMatch(line -> line.startsWith("    void " + parts[1] + "() ")));
        });
    }

    /**
     * One place in a unified diff.
     *
     * @param before the lines that have to be there
     * @param after the lines that take their place
     */
    private record Hunk(Path file, List<String> before, List<String> after) {}

    private static List<Hunk> hunks(List<String> diff) {
        List<Hunk> hunks = new ArrayList<>();
        Path file = Path.of("");
        for (String line : diff) {
            if (line.startsWith("+++ b/")) {
                file = Path.of(line.substring("+++ b/".length()));
            } else if (line.startsWith("@@ ")) {
                hunks.add(new Hunk(file, new ArrayList<>(), new ArrayList<>()));
            } else if (!hunks.isEmpty() && !line.startsWith("--- ")) {
                add(line, hunks.get(hunks.size() - 1));
            }
        }
        return hunks;
    }

    private static void add(String line, Hunk hunk) {
        char kind = line.charAt(0);
        if (kind != '+') {
            hunk.before().add(line.substring(1));
        }
        if (kind != '-') {
            hunk.after().add(line.substring(1));
        }
    }
}
