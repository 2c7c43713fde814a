package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas are replaced one by one while many read through a load balancer. */
class RollingUpdateIT {

    private static final int READERS = 8;

    /** Numbers are of no use before long, and vendors are slow, so that at any time reads wait for them. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "QUOTAGATE_DRAIN_DELAY",
            "PT2S",
            "QUOTAGATE_FRESHNESS_FRESH_FOR",
            "PT0.1S",
            "QUOTAGATE_FRESHNESS_STALE_FOR",
            "PT0.2S");

    private static final List<String> VENDORS = List.of("koodrive", "tencent-smh", "ucloud-ufile", "zstack");

    @TempDir
    Path folder;

    private final LoadBalancer balancer = new LoadBalancer();
    private final List<PackagedGateway> gateways = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(READERS);
    private final AtomicInteger good = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    @CanIgnoreReturnValue
    private PackagedGateway start() {
        PackagedGateway gateway = PackagedGateway.start(folder, ENVIRONMENT).awaitReady();
        gateways.add(gateway);
        VENDORS.forEach(vendor -> slowDown(gateway, vendor));
        balancer.add(gateway);
        Patience.until("reads are handed to it", () -> balancer.handsTo(gateway));
        return gateway;
    }

    private static void slowDown(PackagedGateway gateway, String vendor) {
        HttpRequest dial = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/sandbox/" + vendor + "/faults"))
                .header("X-API-Key", "sandbox")
                .POST(BodyPublishers.ofString("{\"latency\":\"PT0.2S\"}"))
                .build();
        try {
            assertThat(HttpClient.newHttpClient()
                            .send(dial, BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private CompletableFuture<Void> load() {
        return CompletableFuture.allOf(IntStream.range(0, READERS)
                .mapToObj(reader -> CompletableFuture.runAsync(this::read, threads))
                .toArray(CompletableFuture[]::new));
    }

    private void read() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + balancer.port() + "/v1/tenants/sandbox/quotas"))
                .header("X-API-Key", "sandbox")
                .timeout(Duration.ofSeconds(20))
                .build();
        while (!over) {
            try {
                var answer = client.send(request, BodyHandlers.ofString());
                if (answer.statusCode() == 200 && answer.body().contains("\"complete\":true")) {
                    good.incrementAndGet();
                } else {
                    failed.add(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException cut) {
                failed.add(cut.toString());
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    private void awaitMore(int reads) {
        int before = good.get();
        Patience.until(Duration.ofSeconds(60), reads + " more reads", () -> good.get() >= before + reads);
    }

    @AfterEach
    void stopAll() {
        over = true;
        threads.shutdownNow();
        gateways.forEach(PackagedGateway::close);
        balancer.close();
    }

    @Test
    void nothingIsLostWhereReplicasAreReplacedAndLittleIsTriedAgainWhereOneIsKilled() {
        PackagedGateway first = start();
        PackagedGateway second = start();
        CompletableFuture<Void> load = load();
        awaitMore(200);

        start();
        first.stop();
        awaitMore(200);
        start();
        second.stop();
        awaitMore(200);

        assertThat(failed).isEmpty();
        assertThat(balancer.retries()).isZero();

        start();
        gateways.get(2).kill();
        awaitMore(200);
        over = true;
        load.join();

        assertThat(failed).isEmpty();
        // Each reader waits for one read at a time, and the balancer learns of it before long.
        assertThat(balancer.retries()).isPositive().isLessThan(good.get() / 2);
        System.out.printf("rolling update: %d reads, %d tried again after a kill%n", good.get(), balancer.retries());
    }
}
