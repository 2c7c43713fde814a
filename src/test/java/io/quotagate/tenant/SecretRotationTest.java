package io.quotagate.tenant;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are rotated while somebody reads, and the reader does not notice. */
@QuarkusTest
class SecretRotationTest {

    private static final int ROTATIONS = 5;

    /** Each read has to ask: nothing older may stand in for what a refused secret would bring. */
    private static final String TENANTS = """
            tenants:
              - id: rotating
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections:
                  - id: drive
                    provider: koodrive
                    baseUrl: %1$s
                    freshFor: PT60S
                    staleFor: PT60S
                    credentials: { accessToken: "%2$s" }
                  - id: media
                    provider: tencent-smh
                    baseUrl: %1$s
                    freshFor: PT60S
                    staleFor: PT60S
                    settings: { libraryId: smh04fzo07fdq61b, spaceIds: [space04fzo07fdq61b, space3p5klbgcwndnt] }
                    credentials: { librarySecret: "%2$s" }
                  - id: objects
                    provider: ucloud-ufile
                    baseUrl: %1$s
                    freshFor: PT60S
                    staleFor: PT60S
                    settings: { regions: [cn-bj2] }
                    credentials: { publicKey: public, privateKey: "%2$s" }
                  - id: vms
                    provider: zstack
                    baseUrl: %1$s
                    freshFor: PT60S
                    staleFor: PT60S
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a }
                    credentials: { accountName: admin, password: "%2$s" }
            """;

    @Inject
    Tenants tenants;

    @Inject
    ConnectionReader connections;

    @Inject
    Clock clock;

    @TempDir
    Path folder;

    private final Map<String, String> properties = new ConcurrentHashMap<>();
    private final RotatingVendors vendors = new RotatingVendors("secret-0");
    private final List<String> reads = new CopyOnWriteArrayList<>();
    private final AtomicInteger done = new AtomicInteger();

    @BeforeEach
    void firstSecret() throws IOException {
        write("secret-0");
    }

    @AfterEach
    void leave() {
        tenants.publish("rotation", List.of());
        vendors.close();
    }

    /** In one piece, as whoever looks in between must find the old or the new one. */
    private void write(String secret) throws IOException {
        properties.put("vault.vendor-secret", secret);
        Path next = Files.writeString(folder.resolve("next"), secret + "\n");
        Files.move(next, folder.resolve("secret"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String reference(String kind) {
        return kind.equals("file") ? "${file:" + folder.resolve("secret") + "}" : "${config:vault.vendor-secret}";
    }

    private void publish(String kind) throws IOException, InvalidTenants {
        Path file =
                Files.writeString(folder.resolve("tenants.yaml"), TENANTS.formatted(vendors.url(), reference(kind)));
        tenants.publish("rotation", new TenantsFile(connections, LiveConfig.of(properties)).read(file));
    }

    private void read() {
        ((MovableClock) clock).pass(Duration.ofMinutes(2));
        Response answer = given().header("X-API-Key", "k").get("/v1/tenants/rotating/quotas?require=all");
        reads.add(answer.statusCode() + " " + answer.path("sources.status") + " " + answer.path("complete"));
        done.incrementAndGet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "config"})
    void noReadFailsWhileSecretsAreRotated(String kind) throws Exception {
        publish(kind);
        AtomicBoolean running = new AtomicBoolean(true);
        Thread reader = new Thread(() -> {
            while (running.get()) {
                read();
            }
        });
        reader.start();
        for (int rotation = 1; rotation <= ROTATIONS; rotation++) {
            awaitReads();
            write("secret-" + rotation);
            awaitReads();
            vendors.take("secret-" + rotation);
            awaitReads();
        }
        running.set(false);
        reader.join();

        assertThat(reads).hasSizeGreaterThan(3 * ROTATIONS).containsOnly("200 [ok, ok, ok, ok] true");
        assertThat(vendors.refusals()).containsOnlyKeys("koodrive", "smh", "ufile", "zstack");
        assertThat(vendors.refusals().values()).allMatch(refused -> refused >= ROTATIONS);
    }

    /** A whole read that began after now. */
    private void awaitReads() {
        int now = done.get();
        Patience.until("two more reads", () -> done.get() >= now + 2);
    }
}
