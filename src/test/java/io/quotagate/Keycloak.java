package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Keycloak in a process of its own, whose realm {@code quotas} is the one in the resources; it forgets all at its end. */
final class Keycloak implements AutoCloseable {

    /** Who may change everything; of the realm {@code master}. */
    private static final String KEYMASTER = "keymaster";

    private static final String REALM = "quotas";
    /** With the word that the distribution's own image of the server wants from H2. */
    private static final String IN_MEMORY = "jdbc:h2:mem:keycloak;DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home = Path.of(System.getProperty("keycloak.home"));
    private final int port = PackagedGateway.freePort();
    private @Nullable Process process;

    /** Where its realm is, before it is started and after. */
    String issuer() {
        return realm(REALM);
    }

    private String realm(String name) {
        return "http://127.0.0.1:" + port + "/realms/" + name;
    }

    /** Takes connections in its place and never says a word. */
    ServerSocket silent() throws IOException {
        return new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    }

    /** Ends when it issues tokens. */
    void start() throws IOException {
        Path realms = Files.createDirectories(home.resolve("data/import"));
        try (InputStream realm = Keycloak.class.getResourceAsStream("/keycloak/" + REALM + ".json")) {
            Files.copy(
                    Objects.requireNonNull(realm),
                    realms.resolve(REALM + ".json"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = home.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(home.toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", KEYMASTER);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", secret(KEYMASTER));
        Process started = builder.start();
        process = started;
        Patience.until(Duration.ofMinutes(3), "Keycloak answers", () -> answers() || !started.isAlive());
        assertThat(started.isAlive()).as(() -> text(log)).isTrue();
    }

    /** Without its script, which would be a second process. */
    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                // It lives too short for the second compiler, which doubles the work of its start.
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Dkc.home.dir=" + home,
                // Else it builds an image of itself first, which takes as long as all the rest; the one that it comes
                // with
                // does.
                "-Dkc.config.built=true",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                home.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--import-realm",
                "--cache=local",
                "--db-url=" + IN_MEMORY,
                "--hostname=http://127.0.0.1:" + port,
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private boolean answers() {
        try {
            HttpRequest discovery = HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                    .build();
            return client.send(discovery, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static String secret(String client) {
        return client + "-test";
    }

    /** As a client of the realm gets it for itself. */
    String token(String client) {
        return token(client, REALM);
    }

    /** Of another issuer on the same server. */
    String foreignToken() {
        return token(KEYMASTER, "master");
    }

    private String token(String client, String realm) {
        return given().auth()
                .preemptive()
                .basic(client, secret(client))
                .formParam("grant_type", "client_credentials")
                .post(realm(realm) + "/protocol/openid-connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** Signs with a new key from now on, and does not know the old one any more. */
    void replaceKey() {
        String components = "http://127.0.0.1:" + port + "/admin/realms/" + REALM + "/components";
        String administrator = foreignToken();
        String old = given().auth()
                .oauth2(administrator)
                .queryParam("type", "org.keycloak.keys.KeyProvider")
                .get(components)
                .then()
                .statusCode(200)
                .extract()
                .path("find { it.providerId == 'rsa-generated' }.id");
        given().auth()
                .oauth2(administrator)
                .contentType("application/json")
                .body(Map.of(
                        "name", "second",
                        "providerId", "rsa-generated",
                        "providerType", "org.keycloak.keys.KeyProvider",
                        "config", Map.of("priority", List.of("200"), "algorithm", List.of("RS256"))))
                .post(components)
                .then()
                .statusCode(201);
        given().auth()
                .oauth2(administrator)
                .delete(components + "/" + old)
                .then()
                .statusCode(204);
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
