package io.quotagate;

import static io.quotagate.FourVendors.KEY;
import static io.quotagate.FourVendors.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Patience;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a gateway takes its leave when it is told to stop. */
class DrainIT {

    @TempDir
    Path folder;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answers = new CountDownLatch(1);
    private final VendorStub vendor = VendorStub.answering(this::answer);

    /** Numbers come when the test wants it. */
    private Reply answer(Request request) {
        if (FourVendors.call(request).equals("zstack numbers")) {
            asked.countDown();
            await(answers);
        }
        return FourVendors.healthy(request);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private PackagedGateway start(Map<String, String> more) throws IOException {
        Path tenants =
                Files.writeString(folder.resolve("tenants.yaml"), PackagedGatewayIT.TENANTS.formatted(vendor.url()));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("QUOTAGATE_TENANTS", tenants.toString());
        environment.put("QUOTAGATE_EGRESS_ALLOW", "127.0.0.1");
        return PackagedGateway.start(folder, environment).awaitReady();
    }

    @AfterEach
    void stopVendor() {
        answers.countDown();
        vendor.close();
    }

    private List<String> calls() {
        return vendor.requests().stream().map(FourVendors::call).toList();
    }

    private static boolean isListening(PackagedGateway gateway) {
        try (Socket caller = new Socket("127.0.0.1", gateway.port())) {
            return caller.isConnected();
        } catch (IOException refused) {
            assertThat(refused).isInstanceOf(ConnectException.class);
            return false;
        }
    }

    @Test
    void readThatIsUnderWayIsAnsweredAndItsSessionLoggedOut() throws IOException {
        try (PackagedGateway gateway = start(Map.of())) {
            CompletableFuture<HttpResponse<String>> read =
                    CompletableFuture.supplyAsync(() -> gateway.read(REPORT, KEY));
            await(asked);

            gateway.terminate();
            Patience.until("nobody new is let in", () -> !isListening(gateway));
            answers.countDown();

            assertThat(read.join().statusCode()).isEqualTo(200);
            assertThat(read.join().body()).contains("\"complete\":true");
            gateway.awaitEnd();
            assertThat(calls()).containsExactly("zstack login", "zstack numbers", "zstack logout");
        }
    }

    @Test
    void fetchThatNobodyWaitsForEndsToo() throws IOException {
        try (PackagedGateway gateway = start(Map.of())) {
            // It waits no longer than that, and the fetch goes on.
            assertThat(gateway.read(REPORT, KEY, "Prefer", "wait=0").statusCode())
                    .isEqualTo(503);
            await(asked);

            gateway.terminate();
            Patience.until("nobody new is let in", () -> !isListening(gateway));
            assertThat(calls()).containsExactly("zstack login", "zstack numbers");
            answers.countDown();

            gateway.awaitEnd();
            assertThat(calls()).containsExactly("zstack login", "zstack numbers", "zstack logout");
        }
    }

    @Test
    void fetchThatDoesNotEndIsWaitedForAsLongAsMayBe() throws IOException {
        Duration timeout = Duration.ofSeconds(2);
        try (PackagedGateway gateway = start(Map.of("QUOTAGATE_DRAIN_TIMEOUT", timeout.toString()))) {
            assertThat(gateway.read(REPORT, KEY, "Prefer", "wait=0").statusCode())
                    .isEqualTo(503);
            await(asked);

            long told = System.nanoTime();
            gateway.terminate();
            Patience.until("its session is given back", () -> calls().contains("zstack logout"));

            assertThat(Duration.ofNanos(System.nanoTime() - told)).isGreaterThanOrEqualTo(timeout);
            gateway.awaitEnd();
        }
    }

    /** A connection over HTTP/2 may never be idle. */
    @Test
    void callerOverHttp2IsToldThatNoMoreIsAnsweredAndGetsWhatItWaitsFor() throws Exception {
        Vertx vertx = Vertx.vertx();
        Map<String, String> patient = Map.of("QUOTAGATE_DRAIN_TIMEOUT", "PT8S", "QUOTAGATE_FETCH_TIMEOUT", "PT20S");
        try (PackagedGateway gateway = start(patient)) {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false));
            HttpClientRequest read = client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", REPORT)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            CompletableFuture<Long> told = new CompletableFuture<>();
            read.connection().goAwayHandler(said -> told.complete(said.getErrorCode()));
            CompletableFuture<Integer> answer = read.putHeader("X-API-Key", KEY)
                    .send()
                    .map(HttpClientResponse::statusCode)
                    .toCompletionStage()
                    .toCompletableFuture();
            await(asked);

            gateway.terminate();
            assertThat(told.get(30, TimeUnit.SECONDS)).isZero();
            answers.countDown();

            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(200);
            gateway.awaitEnd();
            // A connection that is cut says the same, when it is too late.
            assertThat(gateway.log()).noneMatch(line -> line.contains("are cut"));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void gatewayThatIsToldToStopIsNotReadyButAnswersUntilThatHasBeenNoticed() throws IOException {
        answers.countDown();
        try (PackagedGateway gateway = start(Map.of("QUOTAGATE_DRAIN_DELAY", "PT5S"))) {
            assertThat(gateway.read(REPORT, KEY).statusCode()).isEqualTo(200);

            gateway.terminate();
            Patience.until("it is not ready any more", () -> gateway.status("/health/ready") == 503);
            String answer = raw(gateway);

            assertThat(answer).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nconnection: close\r\n");
            assertThat(gateway.status("/health/live")).isEqualTo(200);
            gateway.awaitEnd();
        }
    }

    /** Until the gateway closes the connection. */
    private static String raw(PackagedGateway gateway) {
        try (Socket caller = new Socket("127.0.0.1", gateway.port())) {
            caller.getOutputStream()
                    .write(("GET " + REPORT + " HTTP/1.1\r\nHost: a\r\nX-API-Key: " + KEY + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void whatTakesTooLongIsCutAndTheLogSaysSo() throws IOException {
        try (PackagedGateway gateway = start(Map.of("QUOTAGATE_DRAIN_TIMEOUT", "PT0.2S"))) {
            CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> raw(gateway));
            await(asked);

            gateway.terminate();

            gateway.awaitEnd();
            assertThat(read).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("");
            assertThat(gateway.log())
                    .anyMatch(line -> line.contains("1 connections of callers are cut") && line.contains("WARN"));
        }
    }
}
