package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quotagate.provider.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The sandbox at the time of the document's examples, when all its vendors have just been asked. */
record FrozenSandbox(URI gateway, MovableClock clock) {

    static final Visitor CALLER = Visitor.withKeys("the sandbox's caller", "sandbox");
    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static final MovableClock THEN = MovableClock.at("2026-11-21T03:00:00.123Z");
    private static final Duration UNTIL_ALL_IS_FORGOTTEN = Duration.ofHours(25);
    private static final Path WRITTEN = Path.of("target", "examples");

    /** A gateway of its own: what the document tells is compared word for word. */
    public static final class Alone implements QuarkusTestProfile {}

    static FrozenSandbox at(URI gateway, Clock clock) {
        FrozenSandbox sandbox = new FrozenSandbox(gateway, (MovableClock) clock);
        sandbox.forget();
        assertThat(CALLER.get(gateway, "/v1/tenants/sandbox/quotas?require=all").status())
                .isEqualTo(200);
        return sandbox;
    }

    /** Nothing that was observed before counts any more, and it is the time of the examples. */
    void forget() {
        clock.pass(UNTIL_ALL_IS_FORGOTTEN);
        clock.step(Duration.between(clock.instant(), THEN.instant()));
    }

    JsonNode document() throws IOException {
        return JSON.readTree(new Visitor("reader of the document", List.of())
                .get(gateway, "/openapi", "Accept: application/json")
                .body());
    }

    /** Leaves what an example should be where whoever changes it on purpose finds it. */
    static void write(String name, JsonNode value) throws IOException {
        Files.createDirectories(WRITTEN);
        Files.writeString(WRITTEN.resolve(name + ".json"), JSON.writeValueAsString(value) + "\n");
    }
}
