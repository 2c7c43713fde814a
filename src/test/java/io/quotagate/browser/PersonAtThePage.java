package io.quotagate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.PackagedGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A person in front of a gateway with the sandbox and two tenants more. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PersonAtThePage {

    /** Two tenants that have the same key, {@code demo}; one has a name that no page must take for its own. */
    private static final String TENANTS = """
            tenants:
              - id: acme
                name: <img src=x onerror="document.title='owned'"><script>document.title='owned'</script>
                keys: [{ id: ci, sha256: 2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea }]
                connections: []
              - id: bolt
                keys: [{ id: ci, sha256: 2a97516c354b68848cdbd8f54a226a0a55b21ed138e207ad6c5cbb9c00aa5aea }]
                connections: []
            """;

    static final HttpClient CLIENT = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    Chromium browser;

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    PackagedGateway gateway;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        browser = Chromium.open(folder.resolve("profile"));
        gateway = PackagedGateway.start(
                folder,
                Map.of(
                        "QUOTAGATE_TENANTS",
                        Files.writeString(folder.resolve("tenants.yaml"), TENANTS)
                                .toString(),
                        "QUOTAGATE_SANDBOX_ENABLED",
                        "true",
                        "QUOTAGATE_FRESHNESS_FRESH_FOR",
                        "PT2S",
                        "QUOTAGATE_FETCH_BACK_OFF_MAX",
                        "PT1S"),
                "128m");
        gateway.awaitReady();
    }

    @AfterAll
    void close() {
        // Either is missing where there is no browser.
        Optional.ofNullable(gateway).ifPresent(PackagedGateway::close);
        Optional.ofNullable(browser).ifPresent(Chromium::close);
    }

    @BeforeEach
    void enter() {
        browser.prefers("light");
        browser.newTab(address("/"));
        awaitScript();
    }

    void awaitScript() {
        browser.until("the page listens", () -> !browser.all("html[data-ready]").isEmpty());
    }

    @AfterEach
    void revive() throws IOException, InterruptedException {
        dial("koodrive", "{}");
    }

    String address(String path) {
        return "http://127.0.0.1:" + gateway.port() + path;
    }

    void dial(String provider, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address("/sandbox/" + provider + "/faults")))
                .header("X-API-Key", "sandbox")
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    void signIn(String key) {
        browser.find("#key").sendKeys(key, Keys.ENTER);
    }

    void seeTheSandbox() {
        signIn("sandbox");
        browser.untilText("#tenant-name", "Sandbox");
        browser.until("all quotas are there", () -> browser.all(".quota").size() == 39);
    }
}
