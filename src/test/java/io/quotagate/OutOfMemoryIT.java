package io.quotagate;

import static io.quotagate.FourVendors.KEY;
import static io.quotagate.FourVendors.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.VendorStub.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A native gateway without memory ends, and is started anew by whoever runs it: else it would live on and answer nobody. */
@EnabledIfSystemProperty(
        named = "native.image.path",
        matches = ".+",
        disabledReason = "a JVM is told so by the image's options")
class OutOfMemoryIT {

    private static final int CALLERS = 3_000;

    @TempDir
    Path folder;

    @Test
    void gatewayWithMoreCallersThanItHasHeapForEnds() throws IOException {
        try (FourVendors vendors = new FourVendors()) {
            vendors.answer(request -> Reply.never());
            Path tenants = Files.writeString(folder.resolve("tenants.yaml"), vendors.tenants());
            Map<String, String> environment = Map.of(
                    "QUOTAGATE_TENANTS", tenants.toString(),
                    "QUOTAGATE_EGRESS_ALLOW", "127.0.0.1",
                    "QUOTAGATE_FETCH_TIMEOUT", "PT2M");
            Vertx vertx = Vertx.vertx();
            try (PackagedGateway gateway = PackagedGateway.start(folder, environment, "32m")) {
                gateway.awaitReady();
                HttpClient client = vertx.createHttpClient(
                        new HttpClientOptions().setKeepAlive(true),
                        new PoolOptions().setHttp1MaxSize(CALLERS).setMaxWaitQueueSize(-1));
                for (int caller = 0; caller < CALLERS; caller++) {
                    var unused = client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", REPORT)
                            .compose(request ->
                                    request.putHeader("X-API-Key", KEY).send());
                }

                assertThat(gateway.awaitEnd()).isEqualTo(3);
                assertThat(gateway.log()).anyMatch(line -> line.contains("heap size exceeded"));
            } finally {
                vertx.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }
}
