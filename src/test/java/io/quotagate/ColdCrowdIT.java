package io.quotagate;

import static io.quotagate.FourVendors.KEY;
import static io.quotagate.FourVendors.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway, nothing cached, and everybody at once. */
class ColdCrowdIT {

    private static final int CALLERS = 10_000;

    @TempDir
    Path folder;

    /** Says when the request has left, and brings the status later. */
    private static Future<Integer> call(HttpClient client, PackagedGateway gateway, Promise<Void> sent) {
        return client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", REPORT)
                .compose(request -> {
                    request.putHeader("X-API-Key", KEY).end().onComplete(sent);
                    return request.response();
                })
                .compose(response -> response.body().map(body -> response.statusCode()));
    }

    @Test
    void tenThousandColdCallersCauseOneCallOfEachEndpoint() throws Exception {
        CountDownLatch everybodyAsked = new CountDownLatch(1);
        try (FourVendors vendors = new FourVendors();
                PackagedGateway gateway = start(vendors)) {
            vendors.answer(request -> {
                await(everybodyAsked);
                return FourVendors.answer(request);
            });
            gateway.awaitReady();
            Vertx vertx = Vertx.vertx();
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions(),
                    new PoolOptions().setHttp1MaxSize(CALLERS).setMaxWaitQueueSize(-1));
            List<Future<Void>> sent = new ArrayList<>();
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Promise<Void> left = Promise.promise();
                sent.add(left.future());
                statuses.add(call(client, gateway, left));
            }

            Future.all(sent).toCompletionStage().toCompletableFuture().get(2, TimeUnit.MINUTES);
            everybodyAsked.countDown();
            Future.all(statuses).toCompletionStage().toCompletableFuture().get(2, TimeUnit.MINUTES);
            vertx.close().toCompletionStage().toCompletableFuture().join();

            assertThat(statuses.stream().map(Future::result).distinct()).containsExactly(200);
            assertThat(vendors.dataCalls())
                    .hasSize(5)
                    .allSatisfy(
                            (endpoint, calls) -> assertThat(calls).as(endpoint).isEqualTo(1));
        }
    }

    private PackagedGateway start(FourVendors vendors) throws IOException {
        Path tenants = Files.writeString(folder.resolve("tenants.yaml"), vendors.tenants());
        return PackagedGateway.start(
                folder,
                Map.of(
                        "QUOTAGATE_TENANTS", tenants.toString(),
                        "QUOTAGATE_EGRESS_ALLOW", "127.0.0.1",
                        // However long a busy machine takes for the crowd, nobody's time is up meanwhile.
                        "QUOTAGATE_FETCH_TIMEOUT", "PT2M"),
                "512m");
    }

    private static void await(CountDownLatch latch) {
        try {
            var unused = latch.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
