package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs the one-liners of docs/cookbook.md, where there is what they need: a build must pass with a JDK alone. */
@QuarkusTest
class CookbookTest {

    private static final Pattern RECIPE =
            Pattern.compile("```sh\n(?<command>.*?)```\n(\n```text\n(?<answer>.*?)```\n)?", Pattern.DOTALL);

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @Test
    void recipesAnswerWhatTheyPromise() throws IOException, InterruptedException {
        demand(Stream.of("bash", "curl", "jq", "cut")
                .filter(program -> !isThere(program))
                .toList());
        Matcher recipes = RECIPE.matcher(Files.readString(Path.of("docs/cookbook.md")));
        int run = 0;
        while (recipes.find()) {
            String command = recipes.group("command");
            String answer = run(
                    command.replace("http://localhost:8080", "http://" + gateway.getHost() + ":" + gateway.getPort()));
            String promised = recipes.group("answer");
            run++;
            if (promised != null) {
                assertThat(answer).as(command).isEqualTo(promised);
            }
        }
        assertThat(run).isGreaterThan(5);
    }

    /** A build without them is told so where somebody said that they must be there. */
    private static void demand(List<String> missing) {
        if ("required".equals(System.getProperty("quotagate.recipes"))) {
            assertThat(missing).isEmpty();
        }
        assumeTrue(missing.isEmpty());
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String run(String command) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("recipe", ".txt");
        try {
            Process process = new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", command))
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            String text = Files.readString(answer, StandardCharsets.UTF_8);
            assertThat(ended ? process.exitValue() : -1)
                    .as("%s%n%s", command, text)
                    .isZero();
            return text;
        } finally {
            Files.delete(answer);
        }
    }
}
