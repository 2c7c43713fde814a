package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.Terms;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Observation;
import io.quotagate.provider.OwnThread;
import io.quotagate.provider.Patience;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that finds every turn too long, and has no time for new work in any. */
@QuarkusTest
@TestProfile(SheddingTest.Drowning.class)
class SheddingTest {

    /** Each event loop sheds from the end of its third turn. */
    public static class Drowning implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quotagate.limits.shedding.lateness", "PT0S",
                    "quotagate.limits.shedding.interval", "PT0S",
                    "quotagate.limits.shedding.budget", "PT0S",
                    // So that all requests of a test meet the same one.
                    "quarkus.http.io-threads", "1");
        }
    }

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    QuotaAggregator aggregator;

    @Inject
    Clock clock;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    private final List<UniEmitter<? super Observation>> waiting = new CopyOnWriteArrayList<>();
    private final Connection one = FakeProvider.connection("busy", "one");

    @BeforeEach
    void publish() {
        tenants.publish("test", List.of(tenant("busy", one), tenant("other", FakeProvider.connection("other", "one"))));
        vendor.answers(one, () -> Uni.createFrom().emitter(waiting::add));
    }

    private static Tenant tenant(String id, Connection connection) {
        ApiKey key =
                new ApiKey("ci", ApiKey.digest("k-" + id), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        return new Tenant(id, Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(connection));
    }

    private void answer() {
        waiting.forEach(caller -> caller.complete(Observation.of(
                clock.instant(), List.of(TestQuotas.stored("10", "1")), Account.of(AccountState.ACTIVE))));
    }

    private static Response read(String tenant) {
        return given().header("X-API-Key", "k-" + tenant).get("/v1/tenants/" + tenant + "/quotas");
    }

    /** A request makes a turn, and the time stands still between them. */
    private static void drown() {
        for (int turn = 0; turn < 3; turn++) {
            given().get("/problems/not-found").then().statusCode(200);
        }
    }

    @Test
    void readOfAPageIsRefusedTheSame() {
        drown();

        given().header("X-API-Key", "k-other")
                .header("Origin", "https://portal.example")
                .get("/v1/tenants/other/sources")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", equalTo("/problems/overloaded"));
    }

    private static CompletableFuture<Integer> later(String tenant) {
        return CompletableFuture.supplyAsync(() -> read(tenant).statusCode(), OwnThread.FOR_EACH);
    }

    private double shed() {
        return given().get(management.resolve("/metrics"))
                .asString()
                .lines()
                .filter(line -> line.startsWith("quotagate_shed_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void newWorkIsRefusedAtOnceAndCounted() {
        drown();
        double before = shed();

        read("other")
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/overloaded"))
                .body("traceId", matchesPattern("[0-9a-f]{32}"));

        assertThat(shed()).isEqualTo(before + 1);
        given().get(management.resolve("/health/live")).then().statusCode(200);
    }

    @Test
    void crowdThatWaitsForOneFetchIsServedAndSoAreReadsFromMemory() {
        drown();
        CompletableFuture<Void> starter = CompletableFuture.runAsync(this::startFetch, OwnThread.FOR_EACH);
        Patience.until("the vendor is asked", () -> !waiting.isEmpty());

        List<CompletableFuture<Integer>> crowd =
                IntStream.range(0, 20).mapToObj(caller -> later("busy")).toList();
        int stranger = given().header("X-API-Key", "k-other")
                .get("/v1/tenants/busy/quotas")
                .statusCode();
        int other = read("other").statusCode();
        answer();

        assertThat(crowd).allSatisfy(caller -> assertThat(caller.join()).isEqualTo(200));
        starter.join();
        assertThat(stranger).isEqualTo(503);
        assertThat(other).isEqualTo(503);
        read("busy").then().statusCode(200);
    }

    /** Behind the gateway's back: as if it had been asked for before. */
    private void startFetch() {
        var unused = aggregator
                .read(tenants.find("busy").orElseThrow(), Ask.ALL, Terms.USUAL)
                .await()
                .indefinitely();
    }
}
