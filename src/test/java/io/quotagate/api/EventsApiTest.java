package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.count;
import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.api.EventClient.Event;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What listeners are told, and how their streams end. */
@QuarkusTest
class EventsApiTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final Duration FRESH = Duration.ofSeconds(61);

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    MeterRegistry meters;

    @Inject
    Clock injected;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final String tenant = "events-" + TENANTS.incrementAndGet();
    private final String other = tenant + "-other";
    private final Connection one = FakeProvider.connection(tenant, "one");
    private final Connection two = FakeProvider.connection(tenant, "two");
    private final List<EventClient> clients = new ArrayList<>();
    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");

    @BeforeEach
    void publish() {
        clock = (MovableClock) injected;
        publish("The first", "k-" + tenant);
        vendor.says(one, stored("100", "10"));
        vendor.says(two, count("fake.a", "10", "1"), count("fake.b", "10", "2"));
        vendor.says(FakeProvider.connection(other, "one"), stored("900", "90"));
    }

    private void publish(String name, String... keys) {
        tenants.publish(
                "test",
                List.of(
                        tenant(tenant, name, List.of(one, two), keys),
                        tenant(other, "Other", List.of(FakeProvider.connection(other, "one")), "k-" + other)));
    }

    private Tenant tenant(String id, String name, List<Connection> connections, String... keys) {
        List<ApiKey> all = new ArrayList<>(IntStream.range(0, keys.length)
                .mapToObj(at -> key(keys[at], Optional.empty()))
                .toList());
        all.add(new ApiKey(
                "refresher",
                ApiKey.digest("k-refresh-" + id),
                Set.of(Permission.REFRESH),
                Optional.empty(),
                Optional.empty()));
        return new Tenant(id, Optional.of(name), all, Thresholds.DEFAULT, connections);
    }

    private static ApiKey key(String key, Optional<Instant> expires) {
        return new ApiKey(key, ApiKey.digest(key), Set.of(Permission.READ), expires, Optional.empty());
    }

    @AfterEach
    void hangUp() throws IOException {
        for (EventClient client : clients) {
            client.close();
        }
        Patience.until("nobody listens", () -> listeners() == 0);
    }

    private int listeners() {
        return (int) meters.get("quotagate.event.listeners").gauge().value();
    }

    private EventClient listen(String... headers) throws IOException, InterruptedException {
        return listenTo(tenant, "k-" + tenant, headers);
    }

    private EventClient listenTo(String whom, String key, String... headers) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("X-API-Key", key));
        all.addAll(List.of(headers));
        EventClient client = EventClient.of(
                HttpClient.Version.HTTP_1_1,
                gateway.resolve("/v1/tenants/" + whom + "/events"),
                all.toArray(String[]::new));
        clients.add(client);
        return client;
    }

    private Response get(String path) {
        return given().header("X-API-Key", "k-" + tenant).get("/v1/tenants/" + tenant + path);
    }

    @Test
    void streamBeginsWithAResetThatNamesTheReport() throws IOException, InterruptedException {
        EventClient client = listen();

        Event first = client.next("report", 1);

        assertThat(client.response().statusCode()).isEqualTo(200);
        assertThat(client.response().headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(client.response().headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(client.response().headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(client.retry()).isEqualTo("3000");
        assertThat(client.events()).hasSize(1);
        assertThat(first.data().path("tenant").asText()).isEqualTo(tenant);
        assertThat(first.data().path("reset").asBoolean()).isTrue();
        assertThat(first.data().path("complete").asBoolean()).isTrue();
        assertThat(first.data().path("quotas")).isEmpty();
        assertThat(first.data().path("removed")).isEmpty();
        assertThat(first.data().path("etag").asText()).isEqualTo(get("/quotas").header("ETag"));
    }

    @Test
    void whoListensIsToldOfChangedNumbersAlone() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        vendor.says(two, count("fake.a", "10", "5"), count("fake.b", "10", "2"));

        clock.pass(FRESH);
        Event change = client.next("report", 2);

        assertThat(change.data().path("reset").asBoolean(true)).isFalse();
        assertThat(change.data().path("quotas")).hasSize(1);
        assertThat(change.data().path("quotas").path(0).path("id").asText()).isEqualTo("two:fake.a:organization");
        assertThat(change.data()
                        .path("quotas")
                        .path(0)
                        .path("used")
                        .path("value")
                        .asText())
                .isEqualTo("5");
        assertThat(change.data().path("etag").asText()).isEqualTo(get("/quotas").header("ETag"));
        assertThat(client.events("source").stream()
                        .map(event -> event.data().path("connection").asText()))
                .contains("one", "two");
        assertThat(client.events("source").get(0).data().path("status").asText())
                .isEqualTo("ok");
    }

    @Test
    void sameNumbersAreOnlyObservedAgain() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);

        clock.pass(FRESH);
        client.next("source", 2);

        assertThat(client.events("source").stream()
                        .map(event -> event.data().path("status").asText()))
                .containsOnly("ok");
        assertThat(client.events("report")).hasSize(1);
        assertThat(vendor.calls(one)).isEqualTo(2);
    }

    @Test
    void newAndVanishedQuotasAreTold() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        vendor.says(two, count("fake.b", "10", "2"), count("fake.c", "10", "0"));

        clock.pass(FRESH);
        Event change = client.next("report", 2);

        assertThat(change.data().path("quotas").path(0).path("id").asText()).isEqualTo("two:fake.c:organization");
        assertThat(change.data().path("removed").path(0).asText()).isEqualTo("two:fake.a:organization");
    }

    @Test
    void deadVendorAndItsRecoveryAreTold() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        vendor.fails(two, Reason.UNAVAILABLE);

        clock.pass(FRESH);
        Patience.until("the failure is told", () -> told(client, "stale"));
        Event failure = client.events("source").stream()
                .filter(event -> event.data().path("status").asText().equals("stale"))
                .findFirst()
                .orElseThrow();
        vendor.says(two, count("fake.a", "10", "1"), count("fake.b", "10", "2"));
        int before = client.events("source").size();
        clock.pass(Duration.ofSeconds(20));
        Patience.until(
                "the recovery is told",
                () -> client.events("source").stream()
                        .skip(before)
                        .anyMatch(event -> event.data().path("status").asText().equals("ok")));

        assertThat(failure.data().path("connection").asText()).isEqualTo("two");
        assertThat(failure.data().path("problem").path("reason").asText()).isEqualTo("unavailable");
        assertThat(client.events("report").size()).isGreaterThan(2);
    }

    private static boolean told(EventClient client, String status) {
        return client.events("source").stream()
                .anyMatch(event -> event.data().path("status").asText().equals(status));
    }

    @Test
    void whatOthersHaveBroughtIsTold() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        vendor.says(one, stored("100", "77"));

        given().header("X-API-Key", "k-refresh-" + tenant)
                .post("/v1/tenants/" + tenant + "/refreshes")
                .then()
                .statusCode(202);
        Event change = client.next("report", 2);

        assertThat(change.data()
                        .path("quotas")
                        .path(0)
                        .path("used")
                        .path("value")
                        .asText())
                .isEqualTo("77");
    }

    @Test
    void whoComesAgainMissesNothing() throws IOException, InterruptedException {
        EventClient client = listen();
        String first = client.next("report", 1).id();
        vendor.says(one, stored("100", "20"));
        clock.pass(FRESH);
        client.next("report", 2);
        List<Event> told = List.copyOf(client.events());
        client.close();
        vendor.says(one, stored("100", "30"));
        clock.pass(FRESH);

        EventClient again = listen("Last-Event-ID", told.get(told.size() - 1).id());
        EventClient fromTheStart = listen("Last-Event-ID", first);
        Event missed = again.next("report", 1);
        fromTheStart.next("report", 2);

        assertThat(missed.data().path("reset").asBoolean(true)).isFalse();
        assertThat(missed.data()
                        .path("quotas")
                        .path(0)
                        .path("used")
                        .path("value")
                        .asText())
                .isEqualTo("30");
        assertThat(fromTheStart.events().subList(0, told.size() - 1)).isEqualTo(told.subList(1, told.size()));
        assertThat(fromTheStart.events().stream().map(Event::id)).doesNotHaveDuplicates();
    }

    @Test
    void foreignAndOddIdsBeginAnew() throws IOException, InterruptedException {
        listen().next("report", 1);
        String foreign = listenTo(other, "k-" + other).next("report", 1).id();

        for (String id : List.of(foreign, "x", "0000000000000000-0", foreign + "9", "-1", "a".repeat(3_000))) {
            Event first = listen("Last-Event-ID", id).next("report", 1);

            assertThat(first.data().path("reset").asBoolean()).as(id).isTrue();
            assertThat(first.data().path("tenant").asText()).as(id).isEqualTo(tenant);
        }
    }

    @Test
    void whoMissesTooMuchReadsTheReport() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        vendor.says(
                two,
                IntStream.range(0, 101)
                        .mapToObj(at -> count("fake.n" + at, "10", "1"))
                        .toArray(Quota[]::new));

        clock.pass(FRESH);

        assertThat(client.next("report", 2).data().path("reset").asBoolean()).isTrue();
    }

    @Test
    void manyListenersCostOneFetch() throws IOException, InterruptedException {
        for (int listener = 0; listener < 10; listener++) {
            listen().next("report", 1);
        }
        clock.pass(FRESH);
        for (EventClient client : clients) {
            client.next("source", 2);
        }

        assertThat(vendor.calls(one)).isEqualTo(2);
        assertThat(listeners()).isEqualTo(10);
    }

    @Test
    void whereNobodyListensNothingIsDone() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        client.close();
        Patience.until("it is gone", () -> listeners() == 0);

        clock.pass(FRESH);
        listenTo(other, "k-" + other).next("report", 1);
        clock.pass(FRESH);
        clients.get(1).next("source", 1);

        assertThat(vendor.calls(one)).isEqualTo(1);
    }

    @Test
    void streamIsKeptAlive() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        int before = client.comments();

        clock.pass(Duration.ofSeconds(15));

        Patience.until("a heartbeat", () -> client.comments() > before);
    }

    @Test
    void streamEndsWithItsKey() throws IOException, InterruptedException {
        publish("The first", "k-" + tenant, "k-second");
        EventClient stays = listen();
        EventClient goes = listenTo(tenant, "k-second");
        stays.next("report", 1);
        goes.next("report", 1);

        publish("The first", "k-" + tenant);

        Patience.until("the stream is over", goes::isEnded);
        assertThat(stays.isOver()).isFalse();
    }

    @Test
    void streamEndsWhereItsKeyExpires() throws IOException, InterruptedException {
        Tenant lasting = tenants.find(tenant).orElseThrow();
        List<ApiKey> keys = new ArrayList<>(lasting.keys());
        keys.add(key("k-brief", Optional.of(clock.instant().plusSeconds(30))));
        tenants.publish(
                "test", List.of(new Tenant(tenant, lasting.name(), keys, lasting.thresholds(), lasting.connections())));
        EventClient stays = listen();
        EventClient goes = listenTo(tenant, "k-brief");
        stays.next("report", 1);
        goes.next("report", 1);

        clock.pass(Duration.ofSeconds(31));

        Patience.until("the stream is over", goes::isEnded);
        assertThat(stays.isOver()).isFalse();
    }

    @Test
    void streamEndsWithItsTenantAndWhereThatChanges() throws IOException, InterruptedException {
        EventClient changed = listen();
        EventClient retired = listenTo(other, "k-" + other);
        changed.next("report", 1);
        retired.next("report", 1);

        Tenant before = tenants.find(tenant).orElseThrow();
        tenants.publish(
                "test",
                List.of(
                        new Tenant(tenant, before.name(), before.keys(), before.thresholds(), List.of(one)),
                        tenants.find(other).orElseThrow()));
        Patience.until("the changed one is over", changed::isEnded);
        assertThat(retired.isOver()).isFalse();
        tenants.publish("test", List.of());

        Patience.until("the retired one is over", retired::isEnded);
    }

    @Test
    void streamOutlivesATenantsFileThatIsReadAgain() throws IOException, InterruptedException {
        EventClient client = listen();
        client.next("report", 1);
        vendor.says(one, stored("100", "42"));

        publish("The first, under another name", "k-" + tenant);
        clock.pass(FRESH);

        assertThat(client.next("report", 2).data().path("reset").asBoolean(true))
                .isFalse();
        assertThat(client.isOver()).isFalse();
    }

    @Test
    void whoComesWhileAVendorIsWaitedForIsWelcomedAtOnce() throws IOException, InterruptedException {
        EventClient first = listen();
        first.next("report", 1);
        vendor.hangs(one);
        int asked = vendor.calls(one);
        clock.pass(Duration.ofHours(25));
        Patience.until("the vendor is asked", () -> vendor.calls(one) > asked);

        EventClient second = listen();

        // The read under way waits longer than that.
        Patience.until(
                Duration.ofSeconds(3),
                "it is welcome",
                () -> !second.events("report").isEmpty());
    }

    @Test
    void tagIsThatOfTheReportAlsoAfterItsKeysHaveChanged() throws IOException, InterruptedException {
        vendor.says(
                two,
                IntStream.range(0, 501)
                        .mapToObj(at -> count("fake.n" + at, "10", "1"))
                        .toArray(Quota[]::new));
        listen().next("report", 1);

        publish("The first", "k-" + tenant, "k-second");
        EventClient second = listenTo(tenant, "k-second");
        second.next("report", 1);

        Patience.until(
                "it is told",
                () -> second.events("report").stream()
                        .reduce((before, after) -> after)
                        .filter(last -> last.data()
                                .path("etag")
                                .asText()
                                .equals(get("/quotas").header("ETag")))
                        .isPresent());
    }

    @Test
    void asManyListenAsMay() throws IOException, InterruptedException {
        for (int listener = 0; listener < 20; listener++) {
            listen().next("report", 1);
        }

        get("/events")
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "10")
                .header("Cache-Control", "no-store")
                .body("type", equalTo("/problems/too-many-listeners"));
        clients.get(0).close();
        Patience.until("one has left", () -> listeners() == 19);
        listen().next("report", 1);
    }

    @Test
    void listenerThatDoesNotReadIsCut() throws IOException, InterruptedException {
        EventClient reader = listen();
        reader.next("report", 1);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
            socket.getOutputStream()
                    .write(("GET /v1/tenants/" + tenant + "/events HTTP/1.1\r\nHost: gateway\r\nX-API-Key: k-" + tenant
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            Patience.until("both listen", () -> listeners() == 2);
            for (int round = 1; round <= 4; round++) {
                String used = Integer.toString(round);
                vendor.says(
                        two,
                        IntStream.range(0, 99).mapToObj(at -> large(at, used)).toArray(Quota[]::new));
                clock.pass(FRESH);
                reader.next("report", round + 1);
            }

            Patience.until("it is cut", () -> listeners() == 1);
        }
        assertThat(reader.isOver()).isFalse();
    }

    private static Quota large(int number, String used) {
        return stored(Scope.of(ScopeLevel.SPACE, number + "x".repeat(30_000)), known("1000"), known(used));
    }

    @Test
    void headHasTheHeadersAndNoStream() {
        given().header("X-API-Key", "k-" + tenant)
                .head("/v1/tenants/" + tenant + "/events")
                .then()
                .statusCode(200)
                .header("Content-Type", "text/event-stream")
                .header("Cache-Control", "no-store");

        assertThat(listeners()).isZero();
    }

    @Test
    void onlyAStreamIsThere() {
        given().header("X-API-Key", "k-" + tenant)
                .header("Accept", "application/json")
                .get("/v1/tenants/" + tenant + "/events")
                .then()
                .statusCode(406)
                .body("type", equalTo("/problems/not-acceptable"));
        get("/events?x=1").then().statusCode(400);
    }

    @Test
    void streamOfHttp2IsTheSame() throws IOException, InterruptedException {
        EventClient client = EventClient.of(
                HttpClient.Version.HTTP_2,
                gateway.resolve("/v1/tenants/" + tenant + "/events"),
                "X-API-Key",
                "k-" + tenant);
        clients.add(client);
        client.next("report", 1);
        vendor.says(one, stored("100", "20"));

        clock.pass(FRESH);
        client.next("report", 2);
        tenants.publish("test", List.of());

        assertThat(client.response().version()).isEqualTo(HttpClient.Version.HTTP_2);
        Patience.until("the stream is over", client::isEnded);
    }
}
