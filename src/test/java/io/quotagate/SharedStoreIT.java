package io.quotagate;

import static io.quotagate.FourVendors.KEY;
import static io.quotagate.FourVendors.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.aggregation.RealRedis;
import io.quotagate.provider.Patience;
import io.quotagate.provider.VendorStub.Reply;
import io.restassured.path.json.JsonPath;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole gateways, each in a process of its own, on one Redis. */
class SharedStoreIT {

    private static final int CALLERS = 3_000;
    /** All callers may have to wait at once, and each takes memory: natively 96 MB were too few. */
    private static final String HEAP = "256m";

    private static final Map<String, Long> EACH_ONCE = Map.of(
            "koodrive numbers",
            1L,
            "koodrive service",
            1L,
            "smh numbers",
            1L,
            "ufile numbers",
            1L,
            "zstack numbers",
            1L);

    @TempDir
    Path folder;

    private final RealRedis redis = RealRedis.start();
    private final FourVendors vendors = new FourVendors();
    private final List<PackagedGateway> gateways = new ArrayList<>();

    private PackagedGateway start(String... more) throws IOException {
        Path tenants = Files.writeString(folder.resolve("tenants.yaml"), vendors.tenants());
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUOTAGATE_TENANTS",
                tenants.toString(),
                "QUOTAGATE_EGRESS_ALLOW",
                "127.0.0.1",
                "QUOTAGATE_CACHE_STORE",
                "redis",
                "QUARKUS_REDIS_HOSTS",
                redis.url()));
        for (int pair = 0; pair < more.length; pair += 2) {
            environment.put(more[pair], more[pair + 1]);
        }
        PackagedGateway gateway = PackagedGateway.start(folder, environment, HEAP);
        gateways.add(gateway);
        return gateway;
    }

    @AfterEach
    void stopAll() {
        gateways.forEach(PackagedGateway::close);
        vendors.close();
        redis.close();
    }

    @CanIgnoreReturnValue
    private static JsonPath report(PackagedGateway gateway) {
        HttpResponse<String> answer = gateway.read(REPORT, KEY);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.from(answer.body());
    }

    private static Future<Integer> call(HttpClient client, PackagedGateway gateway) {
        return client.request(HttpMethod.GET, gateway.port(), "127.0.0.1", REPORT)
                .compose(request -> request.putHeader("X-API-Key", KEY).send())
                .compose(response -> response.body().map(body -> response.statusCode()));
    }

    private static List<String> linesOfTheStore(PackagedGateway gateway) {
        return gateway.log().stream()
                .filter(line -> line.contains("the shared store"))
                .toList();
    }

    @Test
    void replicasCountACallersRequestsTogether() throws IOException {
        String[] limited = {"QUOTAGATE_LIMITS_PER_KEY", "5/PT1H"};
        List<PackagedGateway> two = List.of(start(limited), start(limited));
        two.forEach(PackagedGateway::awaitReady);

        List<Integer> statuses = IntStream.range(0, 8)
                .mapToObj(call -> two.get(call % 2).read(REPORT, KEY).statusCode())
                .toList();

        // Cold, then hot in both of them.
        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429, 429);
    }

    @Test
    void callersOfAllReplicasTogetherCauseOneCallOfEachEndpoint() throws Exception {
        // However long a busy machine takes for the crowd, neither the vendors' time nor the store's is up meanwhile.
        String[] patient = {"QUOTAGATE_FETCH_TIMEOUT", "PT2M", "QUOTAGATE_CACHE_TIMEOUT", "PT30S"};
        List<PackagedGateway> three = List.of(start(patient), start(patient), start(patient));
        three.forEach(PackagedGateway::awaitReady);
        Vertx vertx = Vertx.vertx();
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true),
                new PoolOptions().setHttp1MaxSize(CALLERS).setMaxWaitQueueSize(-1));

        List<Future<Integer>> calls = IntStream.range(0, CALLERS)
                .boxed()
                .flatMap(caller -> three.stream())
                .map(gateway -> call(client, gateway))
                .toList();
        Future.join(calls)
                .otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .get(2, TimeUnit.MINUTES);
        vertx.close().toCompletionStage().toCompletableFuture().join();

        assertThat(calls.stream().map(Future::result).distinct())
                .as(() -> three.stream()
                        .flatMap(gateway -> gateway.log().stream())
                        .filter(line -> line.contains("ERROR") || line.contains("OutOfMemoryError"))
                        .limit(20)
                        .collect(Collectors.joining("\n")))
                .containsExactly(200);
        assertThat(vendors.dataCalls()).isEqualTo(EACH_ONCE);
        assertThat(three)
                .allSatisfy(gateway -> assertThat(linesOfTheStore(gateway)).isEmpty());
    }

    @Test
    void restartOfAllReplicasKeepsTheNumbersAndTheirAge() throws IOException {
        PackagedGateway before = start().awaitReady();
        List<String> observed = report(before).getList("sources.observedAt");
        before.stop();

        PackagedGateway after = start().awaitReady();
        JsonPath report = report(after);

        assertThat(report.getList("sources.observedAt", String.class)).isEqualTo(observed);
        assertThat(report.getList("sources.status", String.class)).containsOnly("ok");
        assertThat(vendors.dataCalls()).isEqualTo(EACH_ONCE);
        assertThat(before.log()).noneMatch(line -> line.contains("degraded"));
    }

    @Test
    void whatOneReplicaRefreshedIsServedByTheOther() throws IOException {
        PackagedGateway one = start("QUOTAGATE_FRESHNESS_FRESH_FOR", "PT1S").awaitReady();
        PackagedGateway other = start("QUOTAGATE_FRESHNESS_FRESH_FOR", "PT1H").awaitReady();
        String observed = report(other).getString("sources[0].observedAt");

        Patience.until("one has refreshed", () -> !observed.equals(report(one).getString("sources[0].observedAt")));
        Patience.until(
                "the other shows it",
                () -> report(other).getString("sources[0].observedAt").compareTo(observed) > 0);

        assertThat(report(other).getBoolean("complete")).isTrue();
    }

    @Test
    void replicaThatDiesWhileItFetchesKeepsTheOthersWaitingNoLongerThanItsClaim() throws Exception {
        AtomicBoolean dying = new AtomicBoolean(true);
        vendors.answer(request -> dying.get() ? Reply.never() : FourVendors.answer(request));
        PackagedGateway dies = start("QUOTAGATE_FETCH_TIMEOUT", "PT2S").awaitReady();
        PackagedGateway lives = start("QUOTAGATE_FETCH_TIMEOUT", "PT2S").awaitReady();
        Thread reader = new Thread(() -> dies.read(REPORT, KEY));
        reader.setUncaughtExceptionHandler((thread, cutOff) -> {});
        reader.start();
        Patience.until("it fetches", () -> vendors.dataCalls().containsKey("ufile numbers"));

        dies.kill();
        dying.set(false);

        Patience.until("the other has the numbers", () -> {
            HttpResponse<String> answer = lives.read(REPORT, KEY);
            return answer.statusCode() == 200 && JsonPath.from(answer.body()).getBoolean("complete");
        });
    }

    @Test
    void redisMayDieAndComeBackWhileCallersRead() throws IOException {
        PackagedGateway gateway = start("QUOTAGATE_FRESHNESS_FRESH_FOR", "PT1S").awaitReady();
        report(gateway);
        assertThat(state(gateway)).isEqualTo("up");

        redis.kill();
        Patience.until(
                "it says so",
                () -> report(gateway).getBoolean("complete") && state(gateway).equals("degraded"));
        assertThat(report(gateway).getBoolean("complete")).isTrue();

        redis.startAgain();
        Patience.until(
                "it says so",
                () -> report(gateway).getBoolean("complete") && state(gateway).equals("up"));
        Patience.until(
                "it is used again",
                () -> report(gateway).getBoolean("complete")
                        && !redis.ask("RANDOMKEY").equals("$-1"));

        assertThat(linesOfTheStore(gateway)).hasSize(2);
        assertThat(gateway.log()).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
        assertThat(gateway.manage("/metrics").body()).contains("quotagate_store_errors_total{store=\"redis\"}");
    }

    private static String state(PackagedGateway gateway) {
        HttpResponse<String> ready = gateway.manage("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        return JsonPath.from(ready.body()).getString("checks.find { it.name == 'store' }.data.state");
    }

    @Test
    void storeIsReachedOverTlsWhereItsCertificateIsTrusted() throws Exception {
        try (TlsFront front = new TlsFront(redis.port(), folder)) {
            String address = "rediss://127.0.0.1:" + front.port();
            PackagedGateway wary = start("QUARKUS_REDIS_HOSTS", address).awaitReady();
            assertThat(report(wary).getBoolean("complete")).isTrue();
            Patience.until("it does not trust it", () -> state(wary).equals("degraded"));
            assertThat(wary.manage("/health/ready").body()).contains("its certificate is not accepted");
            assertThat(redis.ask("RANDOMKEY")).isEqualTo("$-1");
            wary.stop();

            Files.createDirectory(folder.resolve("config"));
            Files.writeString(folder.resolve("config/application.properties"), """
                    quarkus.redis.tls-configuration-name=store
                    quarkus.tls.store.trust-store.pem.certs=%s
                    """.formatted(front.certificate()));
            PackagedGateway trusting = start("QUARKUS_REDIS_HOSTS", address).awaitReady();
            assertThat(report(trusting).getBoolean("complete")).isTrue();

            assertThat(state(trusting)).isEqualTo("up");
            assertThat(redis.ask("RANDOMKEY")).isNotEqualTo("$-1");
            assertThat(linesOfTheStore(trusting)).isEmpty();
        }
    }

    @Test
    void storeWithoutAnAddressEndsTheStart() throws IOException {
        PackagedGateway gateway = start("QUARKUS_REDIS_HOSTS", "");

        Patience.until(
                Duration.ofSeconds(30),
                "it says why",
                () -> gateway.log().stream()
                        .anyMatch(line ->
                                line.contains("quotagate.cache.store is redis, and quarkus.redis.hosts is not set")));

        assertThat(gateway.log()).noneMatch(line -> line.startsWith("\tat "));
    }
}
