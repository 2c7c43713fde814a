package io.quotagate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.PackagedGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Draws the pictures of the documents, where they are asked for. */
@EnabledIfSystemProperty(named = "quotagate.pictures", matches = ".+")
class PicturesIT {

    @TempDir
    Path folder;

    @Test
    void pagesAreDrawn() throws IOException, InterruptedException {
        Path pictures = Path.of(System.getProperty("quotagate.pictures"));
        try (Chromium browser = Chromium.open(folder.resolve("profile"));
                PackagedGateway gateway = PackagedGateway.start(
                        folder,
                        Map.of("QUOTAGATE_FRESHNESS_FRESH_FOR", "PT5S", "QUOTAGATE_FETCH_BACK_OFF_MAX", "PT5S"),
                        "128m")) {
            gateway.awaitReady();
            String address = "http://127.0.0.1:" + gateway.port() + "/";
            browser.newTab(address + "?sort=-utilization");
            browser.until(
                    "the page listens", () -> !browser.all("html[data-ready]").isEmpty());
            browser.find("#key").sendKeys("sandbox", Keys.ENTER);
            browser.untilText("#tenant-name", "Sandbox");
            fail(address);
            browser.untilText("#source-vms", "Stale");
            browser.window(1200, 1150);
            browser.picture(pictures.resolve("portal-light.png"));
            browser.prefers("dark");
            browser.window(360, 740);
            browser.run("document.querySelector('.quotas').scrollIntoView()");
            browser.picture(pictures.resolve("portal-phone.png"));
        }
    }

    private static void fail(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "sandbox/zstack/faults"))
                .header("X-API-Key", "sandbox")
                .POST(BodyPublishers.ofString("{\"fault\":\"unavailable\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }
}
