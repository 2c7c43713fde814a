package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What caches and impatient callers are told, and what they may ask for. */
@QuarkusTest
class CachingTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    RenderedReads rendered;

    @Inject
    MeterRegistry meters;

    @Inject
    Clock injected;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final String tenant = "caching-" + TENANTS.incrementAndGet();
    private final Connection one = FakeProvider.connection(tenant, "one");
    private final Connection two = FakeProvider.connection(tenant, "two");
    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");

    @BeforeEach
    void publish() {
        clock = (MovableClock) injected;
        publish(one, two);
        vendor.says(one, stored("100", "10"));
        vendor.says(two, stored("200", "20"));
    }

    private void publish(Connection... connections) {
        tenants.publish(
                "test",
                List.of(
                        new Tenant(
                                tenant,
                                Optional.empty(),
                                List.of(
                                        key("k-reader-" + tenant, Set.of(Permission.READ)),
                                        key("k-" + tenant, Set.of(Permission.READ, Permission.REFRESH))),
                                Thresholds.DEFAULT,
                                List.of(connections)),
                        new Tenant(
                                "stranger",
                                Optional.empty(),
                                List.of(key("k-stranger", Set.of(Permission.READ))),
                                Thresholds.DEFAULT,
                                List.of())));
    }

    private static ApiKey key(String key, Set<Permission> permissions) {
        return new ApiKey(key, ApiKey.digest(key), permissions, Optional.empty(), Optional.empty());
    }

    private RequestSpecification caller() {
        return given().header("X-API-Key", "k-" + tenant).urlEncodingEnabled(false);
    }

    @CanIgnoreReturnValue
    private Response read() {
        return read("");
    }

    @CanIgnoreReturnValue
    private Response read(String query) {
        return caller().get("/v1/tenants/" + tenant + "/quotas" + query);
    }

    private Response readWith(String header, String value) {
        return caller().header(header, value).get("/v1/tenants/" + tenant + "/quotas");
    }

    private long counted(String result) {
        return (long) meters.counter("quotagate.reads", "result", result).count();
    }

    @Test
    void firstReadIsAMissAndTheNextAHit() {
        Response first = read();
        Response second = read();

        assertThat(first.header("Cache-Status")).isEqualTo("quotagate; fwd=miss");
        assertThat(second.header("Cache-Status")).isEqualTo("quotagate; hit; ttl=60");
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(vendor.calls(one)).isEqualTo(1);
    }

    @Test
    void hotReadHasEveryHeaderOfTheColdOne() {
        Response cold = read();
        Response hot = read();

        for (String name : List.of("ETag", "Vary", "Content-Type", "Content-Length", "Age", "Cache-Control")) {
            assertThat(hot.header(name)).as(name).isEqualTo(cold.header(name)).isNotNull();
        }
        assertThat(hot.header("X-Request-Id")).matches("[0-9a-f]{32}");
        assertThat(hot.header("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(hot.header("Vary")).isEqualTo("Accept, Accept-Encoding, Authorization, X-API-Key, Prefer");
    }

    @Test
    void callersIdsAreEchoedByHotReadsToo() {
        read();
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        Response hot = caller().header("X-Request-Id", "mine-1")
                .header("traceparent", parent)
                .get("/v1/tenants/" + tenant + "/quotas");

        assertThat(hot.header("Cache-Status")).startsWith("quotagate; hit");
        assertThat(hot.header("X-Request-Id")).isEqualTo("mine-1");
        assertThat(hot.header("traceparent")).isEqualTo(parent);
    }

    @Test
    void ageCountsFromTheOldestNumbersAndFreshnessEndsWithTheFirst() {
        read("?connection=one");
        clock.pass(Duration.ofSeconds(20));
        read();
        clock.pass(Duration.ofMillis(10_500));

        Response hot = read();

        assertThat(hot.header("Age")).isEqualTo("30");
        assertThat(hot.header("Cache-Control"))
                .isEqualTo("private, max-age=59, stale-while-revalidate=60, stale-if-error=86369");
        assertThat(hot.header("Cache-Status")).isEqualTo("quotagate; hit; ttl=29");
    }

    @Test
    void staleNumbersMayNotBeKept() {
        read();
        vendor.fails(one, Reason.UNAVAILABLE);
        vendor.fails(two, Reason.UNAVAILABLE);
        clock.pass(Duration.ofSeconds(90));

        Response stale = read();

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.header("Age")).isEqualTo("90");
        assertThat(stale.header("Cache-Control")).startsWith("private, max-age=0, ");
        assertThat(stale.header("Cache-Status")).isEqualTo("quotagate; hit; ttl=-30");
    }

    @Test
    void aPartMayBeKeptForAFewSecondsOnly() {
        vendor.fails(two, Reason.UNAUTHORIZED);
        read();
        clock.pass(Duration.ofMillis(500));

        Response part = read();

        part.then().body("complete", equalTo(false));
        assertThat(part.header("Cache-Control")).startsWith("private, max-age=5, ");
        assertThat(part.header("Cache-Status")).isEqualTo("quotagate; hit; ttl=5");
    }

    @Test
    void tagSurvivesARefreshThatBringsTheSameNumbers() {
        String before = read().header("ETag");
        clock.pass(Duration.ofSeconds(61));
        String stale = read().header("ETag");
        Response after = read();

        assertThat(before).startsWith("W/\"");
        assertThat(after.header("ETag")).isEqualTo(before);
        assertThat(stale).as("status stale is another state").isNotEqualTo(before);
        after.then().body("sources[0].status", equalTo("ok"));
        assertThat(vendor.calls(one)).isEqualTo(2);
    }

    @Test
    void tagChangesWithANumberAndWithTheView() {
        String before = read().header("ETag");
        String full = read("?view=full").header("ETag");
        vendor.says(one, stored("100", "11"));
        clock.pass(Duration.ofSeconds(61));
        read();

        String after = read().header("ETag");

        assertThat(List.of(before, full, after)).doesNotHaveDuplicates();
    }

    @Test
    void whoHasItAlreadyGetsNoBody() {
        String tag = read().header("ETag");
        long counted = counted("not_modified");

        Response hot = readWith("If-None-Match", "\"other\", " + tag);
        Response strong = readWith("If-None-Match", tag.substring(2));
        Response any = readWith("If-None-Match", "*");
        Response withPreference = caller().header("If-None-Match", tag)
                .header("Prefer", "wait=1")
                .get("/v1/tenants/" + tenant + "/quotas");

        for (Response answer : List.of(hot, strong, any, withPreference)) {
            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.asByteArray()).isEmpty();
            for (String name : List.of("Age", "Cache-Control", "Cache-Status", "Vary")) {
                assertThat(answer.header(name)).as(name).isNotNull();
            }
            assertThat(answer.header("ETag")).isEqualTo(tag);
        }
        assertThat(counted("not_modified")).isEqualTo(counted + 4);
        assertThat(readWith("If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
    }

    private HttpResponse<byte[]> raw(String method, String... headers) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/tenants/" + tenant + "/quotas"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("X-API-Key", "k-" + tenant)
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
    }

    @Test
    void gzipIsTheSameReport() throws IOException, InterruptedException {
        for (String state : List.of("cold", "hot")) {
            HttpResponse<byte[]> packed = raw("GET", "Accept-Encoding", "br, gzip;q=0.8");
            byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();

            assertThat(packed.headers().firstValue("Content-Encoding"))
                    .as(state)
                    .contains("gzip");
            assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(read().asString());
        }
    }

    @Test
    void whoRefusesGzipGetsNone() throws IOException, InterruptedException {
        for (String refusal : List.of("gzip;q=0", "identity", "identity;q=1, gzip;q=0.5", "gzip;q=x", "br", "*;q=0")) {
            HttpResponse<byte[]> plain = raw("GET", "Accept-Encoding", refusal);

            assertThat(plain.headers().firstValue("Content-Encoding"))
                    .as(refusal)
                    .isEmpty();
        }
        assertThat(raw("GET", "Accept-Encoding", "*").headers().firstValue("Content-Encoding"))
                .contains("gzip");
    }

    @Test
    void headTellsWhatGetWouldBringWithoutBringingIt() throws IOException, InterruptedException {
        HttpResponse<byte[]> cold = raw("HEAD", "Accept-Encoding", "identity");
        HttpResponse<byte[]> hot = raw("HEAD", "Accept-Encoding", "identity");
        Response get = read();

        for (HttpResponse<byte[]> head : List.of(cold, hot)) {
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("ETag")).contains(get.header("ETag"));
        }
        assertThat(hot.headers().firstValue("Content-Length")).contains(Integer.toString(get.asByteArray().length));
    }

    @Test
    void noCacheAsksTheVendorOnceInACoolDown() {
        read();
        vendor.says(one, stored("100", "50"));

        Response forced = readWith("Cache-Control", "no-cache");
        Response again = readWith("Cache-Control", "no-cache");
        clock.pass(Duration.ofSeconds(10));
        Response later = readWith("Cache-Control", "no-cache");

        assertThat(forced.header("Cache-Status")).isEqualTo("quotagate; fwd=request");
        forced.then().body("quotas[0].used.value", equalTo("50"));
        assertThat(again.header("Cache-Status")).startsWith("quotagate; hit");
        assertThat(later.header("Cache-Status")).isEqualTo("quotagate; fwd=request");
        assertThat(vendor.calls(one)).isEqualTo(3);
    }

    @Test
    void noCacheIsIgnoredWithoutTheScopeToRefresh() {
        read();

        Response answer = given().header("X-API-Key", "k-reader-" + tenant)
                .header("Cache-Control", "no-cache, max-age=0")
                .get("/v1/tenants/" + tenant + "/quotas");

        assertThat(answer.header("Cache-Status")).startsWith("quotagate; hit");
        assertThat(vendor.calls(one)).isEqualTo(1);
    }

    @Test
    void maxAgeAsksOnlyForWhatIsOlder() {
        read("?connection=one");
        clock.pass(Duration.ofSeconds(20));
        read();

        Response young = readWith("Cache-Control", "max-age=30");
        Response fresh = readWith("Cache-Control", "max-age=10");

        assertThat(young.header("Cache-Status")).startsWith("quotagate; hit");
        assertThat(fresh.header("Cache-Status")).isEqualTo("quotagate; fwd=request");
        assertThat(vendor.calls(one)).isEqualTo(2);
        assertThat(vendor.calls(two)).isEqualTo(1);
    }

    @Test
    void onlyIfCachedAsksNobody() {
        Response nothing = readWith("Cache-Control", "only-if-cached");
        read("?connection=one");
        Response part = readWith("Cache-Control", "only-if-cached");
        clock.pass(Duration.ofSeconds(90));
        Response stale = readWith("Cache-Control", "only-if-cached");

        nothing.then()
                .statusCode(504)
                .header("Cache-Control", "no-store")
                .body("type", equalTo("/problems/sources-unusable"));
        part.then().statusCode(200).body("sources.status", contains("ok", "pending"));
        stale.then().statusCode(200).body("sources.status", contains("stale", "pending"));
        assertThat(vendor.calls(one)).isEqualTo(1);
        assertThat(vendor.calls(two)).isZero();
    }

    @Test
    void onlyIfCachedIsNotAnsweredWithWhatOthersWereTold() {
        String sources = "/v1/tenants/" + tenant + "/sources";
        vendor.fails(one, Reason.UNAVAILABLE);
        vendor.fails(two, Reason.UNAVAILABLE);
        caller().get(sources).then().statusCode(200);

        caller().header("Cache-Control", "only-if-cached").get(sources).then().statusCode(504);
    }

    @Test
    void whatOneCallersTermsCostIsNotShownToOthers() {
        String sources = "/v1/tenants/" + tenant + "/sources";
        read("?connection=one");
        vendor.hangs(two);
        caller().header("Prefer", "wait=0")
                .get(sources)
                .then()
                .body("sources[1].problem.detail", containsString("the fetch goes on"));

        caller().header("Cache-Control", "only-if-cached")
                .get(sources)
                .then()
                .body("sources[1].problem.detail", containsString("was not asked"));
        caller().header("Prefer", "wait=0")
                .get(sources)
                .then()
                .body("sources[1].problem.detail", containsString("the fetch goes on"));
    }

    @Test
    void sourceWhoseBackOffIsOverIsPendingWhereNobodyWaitsForIt() {
        vendor.fails(two, Reason.UNAVAILABLE);
        read().then().body("sources.status", contains("ok", "unavailable"));
        readWith("Prefer", "wait=0").then().body("sources.status", contains("ok", "unavailable"));
        clock.pass(Duration.ofSeconds(2));
        vendor.hangs(two);

        Response impatient = readWith("Prefer", "wait=0");

        impatient.then().body("sources.status", contains("ok", "pending"));
        assertThat(impatient.header("Cache-Status")).isEqualTo("quotagate; fwd=miss");
    }

    @Test
    void staleReadsAreHotWhileASlowVendorIsAsked() {
        read();
        clock.pass(Duration.ofSeconds(60));
        vendor.hangs(one);
        vendor.hangs(two);
        read();
        for (int round = 0; round < 3; round++) {
            clock.pass(Duration.ofMillis(150));
            long before = waits();
            read().then().body("sources.status", contains("stale", "stale"));
            read().then().body("sources.status", contains("stale", "stale"));
            assertThat(waits() - before).as("looked at once").isEqualTo(1);
        }
        assertThat(vendor.calls(one)).isEqualTo(2);
    }

    @Test
    void hotReadsKeepWhatTheyNeedInMemory() {
        read();
        long before = lookUps();
        read();
        assertThat(lookUps()).as("every read is not told").isEqualTo(before);

        clock.pass(Duration.ofSeconds(10));
        read();
        read();

        assertThat(lookUps() - before)
                .as("one of the report, and one of each snapshot")
                .isEqualTo(3);
    }

    private long lookUps() {
        return (long) (meters.get("cache.gets")
                        .tags("cache", "reports", "result", "hit")
                        .functionCounter()
                        .count()
                + meters.get("cache.gets")
                        .tags("cache", "snapshots", "result", "hit")
                        .functionCounter()
                        .count());
    }

    private long waits() {
        return meters.get("quotagate.read.wait").timer().count();
    }

    @Test
    void everyAnswerIsDated() {
        String now = "Sat, 21 Nov 2026 03:00:05 GMT";
        clock.step(Duration.between(clock.instant(), Instant.parse("2026-11-21T03:00:05.9Z")));

        assertThat(read().header("Date")).isEqualTo(now);
        assertThat(read().header("Date")).isEqualTo(now);
        assertThat(given().get("/v1/tenants").header("Date")).isEqualTo(now);
        clock.step(Duration.ofMillis(100));
        assertThat(read().header("Date")).isEqualTo("Sat, 21 Nov 2026 03:00:06 GMT");
        clock.step(Duration.between(clock.instant(), Instant.parse("2026-12-06T03:00:05.9Z")));
        assertThat(read().header("Date")).isEqualTo("Sun, 06 Dec 2026 03:00:05 GMT");
    }

    @Test
    void twoKeysAreNoCredentialsAlsoWhereTheAnswerIsKept() {
        read();
        String twice = "X-API-Key: k-" + tenant + "\r\nX-API-Key: k-stranger\r\nConnection: close";

        assertThat(byHand("HTTP/1.1", "/quotas", "Host: gateway\r\n" + twice)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void oldClientWithoutAHostGetsItsPages() {
        String key = "X-API-Key: k-" + tenant;

        String page = byHand("HTTP/1.0", "/quotas?pageSize=1&sort=id", key);

        assertThat(page)
                .startsWith("HTTP/1.0 200 ")
                .containsPattern("(?i)link: </v1/tenants/" + tenant
                        + "/quotas\\?pageSize=1&sort=id&pageToken=[\\w-]+>; rel=\"next\"");
        assertThat(RawHttp.send(gateway, "GET /v1/tenants HTTP/1.0\r\n" + key + "\r\n\r\n"))
                .startsWith("HTTP/1.0 200 ");
    }

    @Test
    void nextPageOfAKeptAnswerCanBeReadHoweverLongItIsKept() {
        Connection longLived = publishOneForDays();
        read("?pageSize=1");
        for (int day = 0; day < 4; day++) {
            clock.pass(Duration.ofHours(22));
            String token = read("?pageSize=1").path("nextPageToken");

            read("?pageSize=1&pageToken=" + token).then().statusCode(200);
        }
        assertThat(vendor.calls(longLived)).isEqualTo(1);
    }

    @Test
    void tokenOfAKeptAnswerIsGoodOnTheDayAfterTheNext() {
        publishOneForDays();
        Instant midnight = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        clock.step(Duration.between(clock.instant(), midnight.minusSeconds(60)));
        read("?pageSize=1");

        clock.pass(Duration.ofHours(24).plusMinutes(2));
        String token = read("?pageSize=1").path("nextPageToken");

        read("?pageSize=1&pageToken=" + token).then().statusCode(200);
    }

    @Test
    void linkLeadsFromPageToPage() {
        vendor.says(
                one,
                stored("100", "10"),
                TestQuotas.count("fake.files", "5", "1"),
                TestQuotas.count("fake.folders", "5", "1"));
        publish(one);

        Response first = read("?pageSize=1");
        Response second = follow(first);
        Response third = follow(second);

        first.then().body("quotas.metric", contains("fake.files"));
        second.then().body("quotas.metric", contains("fake.folders"));
        third.then().body("quotas.metric", contains("storage.stored"));
        assertThat(third.header("Link")).isNull();
    }

    private Response follow(Response page) {
        String link = page.header("Link");
        return caller().get(link.substring(1, link.indexOf('>')));
    }

    @Test
    void pageOfATokenThatRunsOutIsNotReadLongerBecauseItWasKept() {
        publishOneForDays();
        String token = read("?pageSize=1").path("nextPageToken");
        read("?pageSize=1&pageToken=" + token).then().statusCode(200);

        clock.pass(Duration.ofHours(49));

        read("?pageSize=1&pageToken=" + token).then().statusCode(400);
    }

    /** Its two quotas stay fresh for longer than any page token is good. */
    @CanIgnoreReturnValue
    private Connection publishOneForDays() {
        Connection longLived = new Connection(
                one.key(),
                one.provider(),
                one.endpoint(),
                Duration.ofDays(9),
                Duration.ofDays(9),
                Connection.Refresh.ON_DEMAND,
                Map.of(),
                Map.of());
        publish(longLived);
        vendor.says(longLived, stored("100", "10"), TestQuotas.count("fake.files", "5", "1"));
        return longLived;
    }

    private String byHand(String version, String path, String headers) {
        return RawHttp.send(
                gateway, "GET /v1/tenants/" + tenant + path + " " + version + "\r\n" + headers + "\r\n\r\n");
    }

    @Test
    void onlyIfCachedOfNothingIsNoProblem() {
        caller().header("Cache-Control", "only-if-cached")
                .get("/v1/tenants/" + tenant + "/quotas?connection=one&provider=koodrive")
                .then()
                .statusCode(200)
                .body("complete", equalTo(true));
    }

    @Test
    void whatIsTooOldToBeShownIsSaidToBeStaleWhereNobodyWaitsForIt() {
        read();
        clock.pass(Duration.ofHours(25));
        vendor.hangs(one);
        vendor.hangs(two);

        Response impatient = caller().header("Prefer", "wait=0").get("/v1/tenants/" + tenant + "/sources");

        impatient.then().statusCode(200).body("sources.status", contains("pending", "pending"));
        assertThat(impatient.header("Cache-Status")).isEqualTo("quotagate; fwd=stale");
    }

    @Test
    void hotReadAfterOnlyIfCachedStillRefreshes() {
        read();
        clock.pass(Duration.ofSeconds(90));
        readWith("Cache-Control", "only-if-cached").then().statusCode(200);

        read();

        Patience.until("the refresh", () -> vendor.calls(one) == 2);
    }

    @Test
    void preferenceBoundsTheWaitAndIsAcknowledged() {
        CompletableFuture<Observation> later = new CompletableFuture<>();
        vendor.answers(two, () -> Uni.createFrom().completionStage(later));

        Response part = readWith("Prefer", "respond-async, wait=0");
        later.complete(Observation.of(clock.instant(), List.of(stored("200", "20")), Account.UNKNOWN));
        Response whole = readWith("Prefer", "wait=\"2\"");

        part.then().statusCode(200).body("sources.status", contains("ok", "pending"));
        assertThat(part.header("Preference-Applied")).isEqualTo("wait=0");
        assertThat(part.header("Cache-Status")).isEqualTo("quotagate; fwd=miss");
        whole.then().body("complete", equalTo(true));
        assertThat(whole.header("Preference-Applied")).isEqualTo("wait=2");
        assertThat(vendor.calls(two)).isEqualTo(1);
    }

    @Test
    void nothingInTheTimeThatTheCallerHasIsUnavailable() {
        vendor.hangs(one);
        vendor.hangs(two);

        Response nothing = readWith("Prefer", "wait=0");

        nothing.then()
                .statusCode(503)
                .header("Retry-After", "1")
                .header("Preference-Applied", "wait=0")
                .body("sources.status", contains("pending", "pending"));
    }

    @Test
    void setClockDoesNotChangeHowSoonACallerMayComeBack() {
        vendor.fails(one, Reason.UNAVAILABLE);
        vendor.fails(two, Reason.UNAVAILABLE);
        read();

        clock.step(Duration.ofHours(-2));
        Response nothing = read();
        clock.step(Duration.ofHours(2));

        nothing.then().statusCode(503);
        assertThat(Integer.parseInt(nothing.header("Retry-After"))).isBetween(1, 2);
    }

    @Test
    void impatientCallerThatWantsNewerNumbersGetsTheOldOnes() {
        read();
        vendor.hangs(one);
        vendor.hangs(two);

        Response old = caller().header("Cache-Control", "no-cache")
                .header("Prefer", "wait=0")
                .get("/v1/tenants/" + tenant + "/quotas");

        old.then().statusCode(200).body("complete", equalTo(true)).body("sources.status", contains("ok", "ok"));
        assertThat(old.header("Cache-Status")).isEqualTo("quotagate; fwd=request");
    }

    @Test
    void nonsenseInHeadersIsIgnored() {
        read();

        assertThat(readWith("Prefer", "wait=soon").header("Preference-Applied")).isNull();
        assertThat(readWith("Prefer", "wait=99999999999").statusCode()).isEqualTo(200);
        assertThat(readWith("Cache-Control", "max-age=old, =, ,no-cash").header("Cache-Status"))
                .startsWith("quotagate; hit");
    }

    @Test
    void whatAFilterLeavesOutIsNeitherAskedNorInTheHeaders() {
        vendor.hangs(two);

        Response filtered = read("?connection=one");

        assertThat(filtered.header("Cache-Status")).isEqualTo("quotagate; fwd=miss");
        assertThat(filtered.header("Cache-Control")).startsWith("private, max-age=60, ");
        assertThat(vendor.calls(two)).isZero();
    }

    @Test
    void hotAnswerIsForTheTenantsOwnCallersOnly() {
        read();
        String path = "/v1/tenants/" + tenant + "/quotas";

        assertThat(given().header("X-API-Key", "k-stranger").get(path).statusCode())
                .isEqualTo(404);
        assertThat(given().header("X-API-Key", "nobody").get(path).statusCode()).isEqualTo(401);
        assertThat(given().get(path).statusCode()).isEqualTo(401);
        assertThat(caller().header("Authorization", "Bearer x").get(path).statusCode())
                .isEqualTo(400);
    }

    @Test
    void hotAnswerEndsWithTheConfigurationItWasMadeFrom() {
        read();
        publish(one);

        read().then().body("sources.connection", contains("one"));
    }

    @Test
    void answersOfFormerTenantsDoNotStayInMemory() {
        read();
        String uri = "/v1/tenants/" + tenant + "/quotas";
        assertThat(rendered.find(uri)).isNotNull();

        publish(one, two);

        assertThat(rendered.find(uri)).isNull();
    }

    @Test
    void answerToATenantThatChangedMeanwhileDoesNotStayInMemory() {
        vendor.answers(two, () -> {
            publish(one);
            return Uni.createFrom()
                    .item(Observation.of(clock.instant(), List.of(stored("200", "20")), Account.UNKNOWN));
        });

        read().then().body("complete", equalTo(true));

        assertThat(rendered.find("/v1/tenants/" + tenant + "/quotas")).isNull();
    }

    @Test
    void singleQuotaAndSourcesAreCachedToo() {
        String quota = "/v1/tenants/" + tenant + "/quotas/one:storage.stored:organization";
        String sources = "/v1/tenants/" + tenant + "/sources";
        for (String path : List.of(quota, sources)) {
            Response first = caller().get(path);
            Response second =
                    caller().header("If-None-Match", first.header("ETag")).get(path);

            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(second.statusCode()).as(path).isEqualTo(304);
            assertThat(second.header("Cache-Status")).startsWith("quotagate; hit");
        }
    }

    @Test
    void readsAreCountedByHowTheyWereAnswered() {
        long misses = counted("miss");
        long hits = counted("hit");
        long stale = counted("stale");
        long errors = counted("error");

        read();
        read();
        vendor.fails(one, Reason.UNAVAILABLE);
        clock.pass(Duration.ofSeconds(60));
        read();
        clock.pass(Duration.ofHours(25));
        vendor.fails(two, Reason.UNAVAILABLE);
        read();

        assertThat(counted("miss") - misses).isEqualTo(1);
        assertThat(counted("hit") - hits).isEqualTo(1);
        assertThat(counted("stale") - stale).isEqualTo(1);
        assertThat(counted("error") - errors).isEqualTo(1);
    }
}
