package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.stored;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vendors are asked now where a caller wants it, and not more often than they should be. */
@QuarkusTest
class RefreshTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock injected;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final String tenant = "refresh-" + TENANTS.incrementAndGet();
    private final Connection one = FakeProvider.connection(tenant, "one");
    private final Connection two = FakeProvider.connection(tenant, "two");
    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");

    @BeforeEach
    void publish() {
        clock = (MovableClock) injected;
        tenants.publish(
                "test",
                List.of(
                        tenant(tenant, List.of(one, two), "k-" + tenant, Permission.READ, Permission.REFRESH),
                        tenant(tenant + "-2", List.of(), "k-" + tenant, Permission.READ, Permission.REFRESH),
                        tenant("readers", List.of(), "k-readers", Permission.READ)));
        vendor.says(one, stored("100", "10"));
        vendor.says(two, stored("200", "20"));
    }

    private static Tenant tenant(String id, List<Connection> connections, String key, Permission... permissions) {
        ApiKey apiKey = new ApiKey("key", ApiKey.digest(key), Set.of(permissions), Optional.empty(), Optional.empty());
        return new Tenant(id, Optional.empty(), List.of(apiKey), Thresholds.DEFAULT, connections);
    }

    private RequestSpecification caller() {
        return given().header("X-API-Key", "k-" + tenant).contentType("application/json");
    }

    @CanIgnoreReturnValue
    private Response refresh(String body) {
        return caller().body(body).post("/v1/tenants/" + tenant + "/refreshes");
    }

    @CanIgnoreReturnValue
    private Response refresh(String body, String key) {
        return caller().header("Idempotency-Key", key).body(body).post("/v1/tenants/" + tenant + "/refreshes");
    }

    @CanIgnoreReturnValue
    private Response read() {
        return caller().get("/v1/tenants/" + tenant + "/quotas");
    }

    @Test
    void vendorsAreAskedAndTheNextReadShowsIt() {
        read();
        vendor.says(one, stored("100", "99"));

        Response answer = given().header("X-API-Key", "k-" + tenant).post("/v1/tenants/" + tenant + "/refreshes");

        answer.then()
                .statusCode(202)
                .header("Cache-Control", "no-store")
                .body("sources.connection", contains("one", "two"));
        Patience.until(
                "the new number", () -> read().path("quotas[0].used.value").equals("99"));
        assertThat(vendor.calls(one)).isEqualTo(2);
    }

    @Test
    void onlyWhatIsNamedIsAsked() {
        Response answer = refresh("{\"connections\":[\"two\",\"two\"]}");

        answer.then().statusCode(202).body("sources.connection", contains("two"));
        Patience.until("the fetch", () -> vendor.calls(two) == 1);
        assertThat(vendor.calls(one)).isZero();
    }

    @Test
    void whatCoolsDownIsLeftOutAndWhereAllDoItIsTooMany() {
        refresh("{\"connections\":[\"one\"]}").then().statusCode(202);
        clock.pass(Duration.ofSeconds(3));

        Response rest = refresh("{}");
        Response none = refresh("");
        clock.pass(Duration.ofSeconds(7));
        Response again = refresh("");

        rest.then().statusCode(202).body("sources.connection", contains("two"));
        none.then().statusCode(429).header("Retry-After", "7").body("type", equalTo("/problems/cooling-down"));
        again.then().statusCode(202).body("sources.connection", contains("one"));
    }

    @Test
    void readsDoNotStartTheCoolDown() {
        read();

        refresh("").then().statusCode(202).body("sources.connection", contains("one", "two"));
    }

    @Test
    void sameKeyAndBodyGetTheFirstAnswerAndAskNobody() {
        Response first = refresh("{\"connections\":[\"one\"]}", "k1");
        Patience.until("the fetch", () -> vendor.calls(one) == 1);

        Response second = refresh("{ \"connections\" : [ \"one\" ] }", "k1");
        Response other = refresh("{\"connections\":[\"two\"]}", "k1");
        clock.pass(Duration.ofHours(24));
        Response nextDay = refresh("{\"connections\":[\"two\"]}", "k1");

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.asString()).isEqualTo(first.asString());
        other.then().statusCode(422).body("type", equalTo("/problems/idempotency-key-reused"));
        nextDay.then().statusCode(202);
        assertThat(vendor.calls(one)).isEqualTo(1);
    }

    @Test
    void keyOfAnotherTenantIsAnotherKey() {
        refresh("", "shared");

        caller().header("Idempotency-Key", "shared")
                .post("/v1/tenants/" + tenant + "-2/refreshes")
                .then()
                .statusCode(202)
                .body("sources", empty());
    }

    @Test
    void refusalIsNotKept() {
        refresh("");
        refresh("", "k2").then().statusCode(429);
        clock.pass(Duration.ofSeconds(10));

        refresh("", "k2").then().statusCode(202);
    }

    @Test
    void ownBackOffIsOverruledAndTheVendorsWishIsNot() {
        vendor.fails(one, Reason.UNAVAILABLE);
        vendor.answers(
                two,
                () -> Uni.createFrom()
                        .failure(new ProviderException(Reason.RATE_LIMITED, "scripted")
                                .of(new VendorAnswer(429, Map.of("retry-after", "120"), new byte[0]), "x")));
        read();
        vendor.says(one, stored("100", "10"));
        vendor.says(two, stored("200", "20"));

        refresh("").then().statusCode(202);
        refresh("{\"connections\":[\"two\"]}").then().statusCode(202).body("sources.status", contains("rate_limited"));

        Patience.until(
                "the first is back", () -> read().path("sources[0].status").equals("ok"));
        read().then().body("sources.status", contains("ok", "rate_limited"));
        assertThat(vendor.calls(two)).isEqualTo(1);
    }

    @Test
    void callerNeedsTheScope() {
        given().header("X-API-Key", "k-readers")
                .post("/v1/tenants/readers/refreshes")
                .then()
                .statusCode(403)
                .body("type", equalTo("/problems/missing-scope"));
        given().post("/v1/tenants/readers/refreshes").then().statusCode(401);
        given().header("X-API-Key", "k-readers")
                .post("/v1/tenants/" + tenant + "/refreshes")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"connections":["one","three"]}       | connections[1]
            {"connections":[]}                    | connections
            {"connections":[1]}                   | connections[0]
            {"connections":[null]}                | connections[0]
            {"connections":"one"}                 | connections
            {"connection":["one"]}                | connection
            {"connections":["one"]} x             | body
            {"connections":["one"]                | body
            null                                  | body
            []                                    | body
            """)
    void wrongBodyIsNamed(String body, String name) {
        refresh(body).then().statusCode(400).body("errors.name", contains(name));
        assertThat(vendor.calls(one)).isZero();
    }

    @Test
    void tooManyNamesAreOneErrorAndTooLargeABodyIsNotRead() {
        String names = "\"\",".repeat(2_000) + "\"\"";

        refresh("{\"connections\":[" + names + "]}")
                .then()
                .statusCode(400)
                .body("errors.name", contains("connections"));
        assertThat(refresh("{\"connections\":[" + names.repeat(30) + "]}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void aThousandNamesAreNotTooMany() {
        String names = "\"one\",".repeat(999) + "\"one\"";

        refresh("{\"connections\":[" + names + ",\"one\"]}").then().statusCode(400);
        refresh("{\"connections\":[" + names + "]}").then().statusCode(202);
    }

    @Test
    void repeatedMemberIsRefused() {
        refresh("{\"connections\":[\"one\"],\"connections\":[\"two\"]}").then().statusCode(400);
    }

    @Test
    void wrongKeyAndParameterAndMediaTypeAreRefused() {
        refresh("", "two words").then().statusCode(400).body("errors.name", contains("Idempotency-Key"));
        refresh("", "").then().statusCode(400).body("errors.name", contains("Idempotency-Key"));
        caller().header("Idempotency-Key", "a", "b")
                .post("/v1/tenants/" + tenant + "/refreshes")
                .then()
                .statusCode(400)
                .body("errors.name", contains("Idempotency-Key"));
        caller().post("/v1/tenants/" + tenant + "/refreshes?now=1").then().statusCode(400);
        assertThat(refreshAs("text/plain")).isEqualTo(415);
        assertThat(refreshAs("application/jsonish")).isEqualTo(415);
        assertThat(vendor.calls(one)).isZero();
        assertThat(refreshAs("Application/JSON; charset=utf-8")).isEqualTo(202);
    }

    private int refreshAs(String type) {
        String request = "POST /v1/tenants/" + tenant + "/refreshes HTTP/1.1\r\nHost: gateway\r\nX-API-Key: k-" + tenant
                + "\r\nContent-Type: " + type + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        return Integer.parseInt(RawHttp.send(gateway, request).split(" ", 3)[1]);
    }
}
