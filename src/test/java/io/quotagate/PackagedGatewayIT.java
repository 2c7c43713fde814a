package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as an operator runs it: another process, its exit codes, and what it does when it is told to stop. */
class PackagedGatewayIT {

    private static final String SESSION = "0123456789abcdef0123456789abcdef";
    /** With one connection, to a ZStack at the URL that is filled in. */
    static final String TENANTS = """
            tenants:
              - id: acme
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections:
                  - id: vms
                    provider: zstack
                    baseUrl: %s
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a }
                    credentials: { accountName: admin, password: p }
            """;

    private static final String ENCRYPTED = """
            tenants:
              - id: acme
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections:
                  - id: drive
                    provider: koodrive
                    baseUrl: %s
                    credentials: { accessToken: "${config:vendors.drive}" }
            """;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();
    private final int port = freePort();
    private final int managementPort = freePort();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new AssertionError(none);
        }
    }

    @CanIgnoreReturnValue
    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = PackagedGateway.command("128m");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("log").toFile()).directory(folder.toFile());
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends by itself").isTrue();
        return process.exitValue();
    }

    private void awaitReady() throws IOException, InterruptedException {
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (Instant.now().isBefore(end)) {
            try {
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (ConnectException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("never ready: " + log());
    }

    private Path tenants(String url) throws IOException {
        return Files.writeString(folder.resolve("tenants.yaml"), TENANTS.formatted(url));
    }

    @AfterEach
    void stopWhatWasStarted() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void newcomerNeedsNothingButTheJar() throws IOException, InterruptedException {
        start(Map.of());
        awaitReady();

        given().header("X-API-Key", "sandbox")
                .get("http://127.0.0.1:" + port + "/v1/tenants/sandbox/quotas")
                .then()
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("sources.connection", contains("drive", "media", "objects", "vms"))
                .body("sources.status", everyItem(equalTo("ok")));
        assertThat(log()).contains("The sandbox is on");
    }

    @Test
    void startWarnsOfTheSandboxAndOfNothingElse() throws IOException, InterruptedException {
        start(Map.of());
        awaitReady();

        assertThat(log().lines())
                .filteredOn(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("The sandbox is on"));
    }

    @Test
    void sessionsAreLoggedOutWhenTheGatewayIsStopped() throws IOException, InterruptedException {
        try (VendorStub vendor = VendorStub.answering(PackagedGatewayIT::zstack)) {
            Path file = tenants(vendor.url());
            Process gateway =
                    start(Map.of("QUOTAGATE_TENANTS", file.toString(), "QUOTAGATE_EGRESS_ALLOW", "127.0.0.1"));
            awaitReady();
            given().header("X-API-Key", "k")
                    .get("http://127.0.0.1:" + port + "/v1/tenants/acme/quotas")
                    .then()
                    .statusCode(200)
                    .body("complete", equalTo(true));

            gateway.destroy();

            assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(vendor.requests())
                    .extracting(request -> request.method() + " " + request.path())
                    .endsWith("DELETE /zstack/v1/accounts/sessions/" + SESSION);
        }
    }

    @Test
    void streamsAreEndedAndNotCutWhenTheGatewayIsStopped() throws IOException, InterruptedException {
        Process gateway = start(Map.of());
        awaitReady();
        HttpRequest events = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/v1/tenants/sandbox/events"))
                .header("X-API-Key", "sandbox")
                .build();
        try (InputStream stream = HttpClient.newHttpClient()
                .send(events, BodyHandlers.ofInputStream())
                .body()) {
            gateway.destroy();

            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("retry: ");
        }
        assertThat(gateway.waitFor(8, TimeUnit.SECONDS)).as("waits for nobody").isTrue();
    }

    private static Reply zstack(Request request) {
        if (request.method().equals("PUT")) {
            return Reply.json("{\"inventory\":{\"uuid\":\"" + SESSION + "\"}}");
        }
        return Reply.json(
                request.method().equals("GET")
                        ? "{\"usages\":[{\"name\":\"vm.num\",\"total\":20,\"used\":10}]}"
                        : "{}");
    }

    /** By AES/GCM under the SHA-256 of {@code the-key}, as {@code quarkus config encrypt} does it. */
    @Test
    void credentialMayStandEncryptedInTheConfiguration() throws IOException, InterruptedException {
        String sealed = "${aes-gcm-nopadding::DGE1uQDceTh3e1BOjXM4QZjVy1baw_SA3zd8BozSryF2j9Yo3n5Vx60}";
        try (VendorStub vendor = VendorStub.answering(request -> Reply.of(401, "{}"))) {
            String file = Files.writeString(folder.resolve("tenants.yaml"), ENCRYPTED.formatted(vendor.url()))
                    .toString();
            String key = "SMALLRYE_CONFIG_SECRET_HANDLER_AES_GCM_NOPADDING_ENCRYPTION_KEY";
            int wrongKey = exitCode(start(Map.of("QUOTAGATE_TENANTS", file, "VENDORS_DRIVE", sealed, key, "another")));
            String said = log();
            start(Map.of(
                    "QUOTAGATE_TENANTS",
                    file,
                    "VENDORS_DRIVE",
                    sealed,
                    key,
                    "the-key",
                    "QUOTAGATE_EGRESS_ALLOW",
                    "127.0.0.1"));
            awaitReady();
            given().header("X-API-Key", "k")
                    .get("http://127.0.0.1:" + port + "/v1/tenants/acme/quotas")
                    .then()
                    .body("sources.status", contains("unauthorized"));

            assertThat(wrongKey).isEqualTo(1);
            assertThat(said.lines().filter(line -> line.contains("vendors.drive")))
                    .singleElement(STRING)
                    .contains(
                            "connection 'drive', field 'credentials.accessToken' refers to the configuration property")
                    .doesNotContain("Exception");
            assertThat(said).doesNotContain("\tat ", "Tag mismatch", sealed);
            assertThat(vendor.requests().get(0).header("authorization")).isEqualTo("Bearer drive-s3cr3t");
            assertThat(log()).doesNotContain("drive-s3cr3t");
        }
    }

    @Test
    void goodTenantsFileIsCheckedWithoutStarting() throws IOException, InterruptedException {
        int exit = exitCode(
                start(Map.of(), "check", tenants("https://zstack.example").toString()));

        assertThat(exit).isZero();
        assertThat(log().strip()).isEqualTo("good");
    }

    @Test
    void badTenantsFileIsCheckedWithTheSameOneLineAsAtStart() throws IOException, InterruptedException {
        String file = tenants("ftp://zstack.example").toString();

        int checked = exitCode(start(Map.of(), "check", file));
        String said = log().strip();
        int run = exitCode(start(Map.of("QUOTAGATE_TENANTS", file)));

        assertThat(checked).isEqualTo(1);
        assertThat(run).isEqualTo(1);
        assertThat(said.lines()).hasSize(1);
        assertThat(said).contains("tenants.yaml:", "tenant 'acme', connection 'vms', field 'baseUrl' must be");
        assertThat(log()).contains(said);
    }

    /** Whatever is wrong with the configuration: it is not looked at. */
    @Test
    void keyIsMadeWithoutAnyConfigurationAndItsLineHasItsDigest() throws Exception {
        int exit =
                exitCode(start(Map.of("QUOTAGATE_TENANTS", "/no/such/file", "QUARKUS_HTTP_PORT", "none"), "key", "ci"));

        assertThat(exit).isZero();
        List<String> said = log().lines().toList();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(said.get(0).getBytes(StandardCharsets.UTF_8));
        assertThat(said.get(0)).matches("qg_[0-9A-Za-z]{36}");
        assertThat(said.get(1))
                .isEqualTo("- { id: ci, sha256: " + HexFormat.of().formatHex(digest) + ", scopes: [quota:read] }");
        assertThat(said).hasSize(3);
    }

    @Test
    void wrongArgumentsAreAnsweredWithTheUsage() throws IOException, InterruptedException {
        for (List<String> arguments :
                List.of(List.of("check"), List.of("check", "a", "b"), List.of("chek", "a"), List.of("key", "CI"))) {
            assertThat(exitCode(start(Map.of(), arguments.toArray(String[]::new))))
                    .isEqualTo(2);
            assertThat(log()).contains("usage:");
        }
    }

    @Test
    void configurationThatCannotServeAnybodyEndsTheStart() throws IOException, InterruptedException {
        record Case(String key, String value, String said) {}
        for (Case mistake : List.of(
                new Case("QUOTAGATE_SANDBOX_ENABLED", "false", "there is no tenant to serve"),
                new Case("QUOTAGATE_TENANTS", "/no/such/file", "/no/such/file"),
                new Case("QUOTAGATE_EGRESS_ALLOW", "http://x", "quotagate.egress.allow: 'http://x'"),
                new Case("QUOTAGATE_FETCH_TIMEOUT", "PT0S", "quotagate.fetch.timeout"),
                new Case("QUOTAGATE_FRESHNESS_FRESH_FOR", "-PT5S", "quotagate.freshness.fresh-for"),
                new Case("QUOTAGATE_PROVIDERS_TENCENT_SMH_RATE", "20/s", "quotagate.providers.tencent-smh.rate"),
                new Case("QUOTAGATE_PROVIDERS_ZSTACK_HOST_RATE", "0/PT1S", "quotagate.providers.zstack.host-rate"),
                new Case(
                        "QUOTAGATE_PROVIDERS_TENCENT_SMH_STALE_FOR",
                        "-PT5S",
                        "quotagate.providers.tencent-smh.stale-for"))) {
            assertThat(exitCode(start(Map.of(mistake.key(), mistake.value()))))
                    .as(mistake.key())
                    .isEqualTo(1);
            assertThat(log()).contains(mistake.said()).doesNotContain("\tat ");
        }
    }
}
