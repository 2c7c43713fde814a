package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.count;
import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static io.quotagate.provider.TestQuotas.unlimited;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Account;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReportApiTest {

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    private final Connection one = FakeProvider.connection("acme", "one");
    private final Connection two = FakeProvider.connection("acme", "two");

    @BeforeEach
    void publishTenants() {
        tenants.publish(
                "test",
                List.of(
                        tenant("acme", List.of(one, two), key("reader", "k-acme", Set.of(Permission.READ))),
                        tenant("other", List.of(), key("reader", "k-other", Set.of(Permission.READ))),
                        tenant(
                                "third",
                                List.of(),
                                key("reader", "k-other", Set.of(Permission.READ)),
                                key("refresher", "k-refresh", Set.of(Permission.REFRESH)),
                                expired("k-expired"))));
        vendor.says(one, stored("10995116277760", "7939377152"));
        vendor.says(two, count("fake.b", "10", "8"), count("fake.a", "10", "10"), count("fake.c", "0", "0"));
    }

    private static Tenant tenant(String id, List<Connection> connections, ApiKey... keys) {
        return new Tenant(id, Optional.of("The " + id), List.of(keys), Thresholds.DEFAULT, connections);
    }

    private static ApiKey key(String id, String key, Set<Permission> permissions) {
        return new ApiKey(id, ApiKey.digest(key), permissions, Optional.empty(), Optional.empty());
    }

    private ApiKey expired(String key) {
        Instant past = clock.instant().minusSeconds(1);
        return new ApiKey("old", ApiKey.digest(key), Set.of(Permission.READ), Optional.of(past), Optional.empty());
    }

    private static RequestSpecification acme() {
        return given().header("X-API-Key", "k-acme").urlEncodingEnabled(false);
    }

    private static RequestSpecification other() {
        return given().header("X-API-Key", "k-other").urlEncodingEnabled(false);
    }

    private static ValidatableResponse report(String query) {
        return acme().get("/v1/tenants/acme/quotas" + query).then();
    }

    @CanIgnoreReturnValue
    private static ValidatableResponse problem(ValidatableResponse answer, int status, String type) {
        return answer.statusCode(status)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("type", equalTo("/problems/" + type))
                .body("status", equalTo(status))
                .body("title", notNullValue())
                .body("traceId", matchesPattern("[0-9a-f]{32}"));
    }

    @Test
    void reportHasTheShapeOfTheContract() {
        report("")
                .statusCode(200)
                .contentType("application/json")
                .body("tenant", equalTo("acme"))
                .body("complete", equalTo(true))
                .body("sources.connection", contains("one", "two"))
                .body("sources[0].status", equalTo("ok"))
                .body("sources[0].quotas", equalTo(1))
                .body("sources[0].account.state", equalTo("active"))
                .body("sources[0].observedAt", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .body("sources[0]", not(hasKey("problem")))
                .body("quotas[3].id", equalTo("two:fake.c:organization"))
                .body("quotas[0].limit.state", equalTo("known"))
                .body("quotas[0].limit.value", equalTo("10995116277760"))
                .body("quotas[0].limit.origin", equalTo("reported"))
                .body("quotas[0].remaining.value", equalTo("10987176900608"))
                .body("quotas[0].remaining.origin", equalTo("computed"))
                .body("quotas[0].utilization", equalTo("0.000722"))
                .body("quotas[0].warnings", empty())
                .body("quotas[3]", hasKey("utilization"))
                .body("quotas[3].utilization", nullValue())
                .body("quotas[0].limit", not(hasKey("vendor")))
                .body("quotas[0].scope", not(hasKey("id")))
                .body("totals.metric", hasItem("storage.stored"));
    }

    @Test
    void fullViewTracesEachAmount() {
        report("?view=full")
                .body("quotas[0].limit.vendor.call", equalTo("GET /numbers"))
                .body("quotas[0].limit.vendor.field", equalTo("/number"))
                .body("quotas[0].limit.vendor.value", equalTo("10995116277760"))
                .body("quotas[0].remaining.from", contains("limit", "used"));
    }

    @Test
    void filtersAreOrInsideAndAndBetween() {
        report("?metric=fake.a&metric=fake.b&connection=two").body("quotas.metric", contains("fake.a", "fake.b"));
        report("?metric=fake.a&connection=one").body("quotas", empty()).body("sources", hasSize(1));
        report("?status=exhausted&status=warning").body("quotas.status", contains("exhausted", "warning", "exhausted"));
        report("?scope=region").body("quotas", empty());
        report("?minUtilization=0.8").body("quotas.metric", contains("fake.a", "fake.b"));
        report("?provider=fake&minUtilization=1.0").body("quotas.metric", contains("fake.a"));
    }

    @Test
    void filterThatSelectsNoConnectionIsCompleteAndEmpty() {
        report("?connection=nobody")
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("sources", empty())
                .body("quotas", empty())
                .body("totals", empty());
        given().header("X-API-Key", "k-other")
                .get("/v1/tenants/other/quotas?require=all")
                .then()
                .statusCode(200)
                .body("complete", equalTo(true));
    }

    @Test
    void connectionThatIsLeftOutIsNotAsked() {
        Connection untouched = FakeProvider.connection("acme", "three");
        tenants.publish(
                "test", List.of(tenant("acme", List.of(one, untouched), key("r", "k-acme", Set.of(Permission.READ)))));

        report("?connection=one").statusCode(200);

        assertThat(vendor.calls(untouched)).isZero();
    }

    @Test
    void sortByUtilizationPutsNullLastEitherWay() {
        report("?sort=utilization").body("quotas.metric", contains("storage.stored", "fake.b", "fake.a", "fake.c"));
        report("?sort=-utilization").body("quotas.metric", contains("fake.a", "fake.b", "storage.stored", "fake.c"));
    }

    @Test
    void everythingWrongWithAQueryIsNamedAtOnce() {
        problem(
                        report("?sort=size&view=&minUtilization=-1&pageSize=1001&colour=red&status=great&scope=world"
                                + "&require=some&provider=nobody&connection=UPPER&metric=&pageToken=x&sort=id"),
                        400,
                        "invalid-request")
                .body(
                        "errors.name",
                        containsInAnyOrder(
                                "sort",
                                "view",
                                "minUtilization",
                                "pageSize",
                                "colour",
                                "status",
                                "scope",
                                "require",
                                "provider",
                                "connection",
                                "metric",
                                "pageToken"))
                .body("errors.detail", hasItem("must be one of basic, full"));
    }

    @Test
    void otherPathsTakeNoUnknownParametersEither() {
        for (String path : List.of(
                "/v1/tenants?x=1",
                "/v1/providers?x=1",
                "/v1/tenants/acme/sources?x=1",
                "/v1/tenants/acme/quotas/one:storage.stored:organization?view=full")) {
            problem(acme().get(path).then(), 400, "invalid-request");
        }
    }

    @Test
    void pagesGoOnAfterTheLastIdInEveryOrder() {
        for (String sort : List.of("id", "utilization", "-utilization")) {
            List<String> whole = report("?sort=" + sort).extract().path("quotas.id");
            List<String> paged = new ArrayList<>();
            String token = "";
            do {
                ValidatableResponse page = report("?pageSize=1&sort=" + sort + token);
                paged.addAll(page.extract().path("quotas.id"));
                page.body("totals", hasSize(4)).body("sources", hasSize(2));
                String next = page.extract().path("nextPageToken");
                token = next == null ? "" : "&pageToken=" + next;
                String link = page.extract().header("Link");
                assertThat(link == null).isEqualTo(next == null);
                if (link != null) {
                    assertThat(link)
                            .startsWith("</v1/tenants/acme/quotas?pageSize=1&sort=")
                            .endsWith(">; rel=\"next\"");
                }
            } while (!token.isEmpty());
            assertThat(paged).as(sort).isEqualTo(whole);
        }
    }

    @Test
    void foreignAlteredAndOldPageTokensAreRefused() {
        String token = report("?pageSize=1").extract().path("nextPageToken");
        report("?pageSize=2&pageToken=" + token).statusCode(200);

        problem(report("?pageSize=1&sort=utilization&pageToken=" + token), 400, "invalid-request");
        problem(
                given().header("X-API-Key", "k-other")
                        .get("/v1/tenants/other/quotas?pageToken=" + token)
                        .then(),
                400,
                "invalid-request");
        char last = token.charAt(token.length() - 1);
        String altered = token.substring(0, token.length() - 1) + (last == 'A' ? 'B' : 'A');
        problem(report("?pageToken=" + altered), 400, "invalid-request");
        ((MovableClock) clock).pass(Duration.ofHours(48));
        problem(report("?pageToken=" + token), 400, "invalid-request");
    }

    @Test
    void deadVendorCostsTheOthersNothing() {
        vendor.fails(two, Reason.UNAVAILABLE);

        report("")
                .statusCode(200)
                .body("complete", equalTo(false))
                .body("quotas.connection", contains("one"))
                .body("sources[1].status", equalTo("unavailable"))
                .body("sources[1].problem.type", equalTo("/problems/source-unavailable"))
                .body("sources[1].problem.reason", equalTo("unavailable"))
                .body("sources[1].problem.consecutiveFailures", equalTo(1))
                .body("sources[1].problem.nextAttemptAt", notNullValue())
                .body("sources[1]", not(hasKey("quotas")))
                .body("sources[1]", not(hasKey("account")));
    }

    @Test
    void nothingUsableIs503WithTheSources() {
        vendor.fails(one, Reason.UNAUTHORIZED);
        vendor.fails(two, Reason.TIMEOUT);

        problem(report(""), 503, "sources-unusable")
                .header("Retry-After", matchesPattern("[1-9]\\d*"))
                .body("tenant", equalTo("acme"))
                .body("complete", equalTo(false))
                .body("sources.status", contains("unauthorized", "timeout"));
    }

    @Test
    void requiringAllTurnsAMissingSourceIntoItsStatus() {
        record Case(Reason first, Reason second, int status) {}
        for (Case example : List.of(
                new Case(Reason.TIMEOUT, Reason.TIMEOUT, 504),
                new Case(Reason.TIMEOUT, Reason.RATE_LIMITED, 503),
                new Case(Reason.SUSPENDED, Reason.UNAVAILABLE, 503),
                new Case(Reason.TIMEOUT, Reason.FORBIDDEN, 502),
                new Case(Reason.CONTRACT_VIOLATION, Reason.UNAVAILABLE, 502),
                new Case(Reason.CLOCK_SKEW, Reason.NOT_FOUND, 502))) {
            Connection first = FakeProvider.connection("acme", "one");
            Connection second = FakeProvider.connection("acme", "two");
            tenants.publish(
                    "test",
                    List.of(tenant("acme", List.of(first, second), key("r", "k-acme", Set.of(Permission.READ)))));
            vendor.fails(first, example.first());
            vendor.fails(second, example.second());

            problem(report("?require=all"), example.status(), "sources-unusable");
        }
    }

    @Test
    void staleSourceIsUsable() {
        report("").statusCode(200);
        vendor.fails(one, Reason.UNAVAILABLE);
        ((MovableClock) clock).pass(Duration.ofHours(1));
        report("").statusCode(200);

        report("?require=all")
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("sources[0].status", equalTo("stale"))
                .body("sources[0].problem.reason", equalTo("unavailable"))
                .body("quotas", hasSize(4));
    }

    @Test
    void shortfallIsShownBesideTheNumbers() {
        ProviderException shortfall = new ProviderException(Reason.TIMEOUT, "half of it").code("E1");
        vendor.answers(
                one,
                () -> Uni.createFrom()
                        .item(new Observation(
                                clock.instant(), List.of(stored("2", "1")), Account.UNKNOWN, Optional.of(shortfall))));

        report("?connection=one")
                .statusCode(200)
                .body("complete", equalTo(true))
                .body("sources[0].status", equalTo("ok"))
                .body("sources[0].problem.reason", equalTo("timeout"))
                .body("sources[0].problem.vendorCode", equalTo("E1"));
    }

    @Test
    void slowestVendorDoesNotHoldAReadLongerThanTheDeadline() {
        vendor.hangs(two);

        report("").statusCode(200).body("sources.status", contains("ok", "timeout"));
    }

    @Test
    void sourcesAnswerEvenWhereNothingIsUsable() {
        vendor.fails(one, Reason.UNAUTHORIZED);
        vendor.fails(two, Reason.UNAVAILABLE);

        acme().get("/v1/tenants/acme/sources")
                .then()
                .statusCode(200)
                .body("tenant", equalTo("acme"))
                .body("complete", equalTo(false))
                .body("sources.status", contains("unauthorized", "unavailable"))
                .body("$", not(hasKey("quotas")));
    }

    @Test
    void singleQuotaIsInTheFullViewAndAsksOnlyItsConnection() {
        int before = vendor.calls(two);

        acme().get("/v1/tenants/acme/quotas/one:storage.stored:organization")
                .then()
                .statusCode(200)
                .body("id", equalTo("one:storage.stored:organization"))
                .body("limit.vendor.field", equalTo("/number"));

        assertThat(vendor.calls(two)).isEqualTo(before);
    }

    @Test
    void quotaWhoseIdIsEncodedIsFound() {
        Quota quota = stored(Scope.of(ScopeLevel.SPACE, "a/b c"), unlimited(), known("1"));
        vendor.says(one, quota);
        String id = report("?connection=one").extract().path("quotas[0].id");

        assertThat(id).isEqualTo("one:storage.stored:space:a%2Fb%20c");
        acme().get("/v1/tenants/acme/quotas/" + id.replace("%", "%25"))
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("status", equalTo("unlimited"))
                .body("limit", not(hasKey("value")));
        acme().get("/v1/tenants/acme/quotas/" + id).then().statusCode(200).body("id", equalTo(id));
    }

    @Test
    void unknownQuotaIsNotFound() {
        for (String id : List.of("one:nope:organization", "nobody:storage.stored:organization", "x")) {
            problem(acme().get("/v1/tenants/acme/quotas/" + id).then(), 404, "not-found");
        }
    }

    @Test
    void withoutValidCredentialsEveryPathIs401() {
        for (String path : List.of(
                "/v1",
                "/v1/",
                "/v1/nope",
                "/v1/tenants",
                "/v1/providers",
                "/v1/tenants/acme/quotas",
                "/v1/tenants/acme/x")) {
            for (String key : List.of("", "wrong", "k-expired")) {
                problem(given().header("X-API-Key", key).get(path).then(), 401, "authentication-required")
                        .header("WWW-Authenticate", equalTo("ApiKey realm=\"quotagate\""));
            }
            problem(given().get(path).then(), 401, "authentication-required");
            problem(given().header("Authorization", "Bearer x").get(path).then(), 401, "authentication-required");
        }
        problem(given().delete("/v1/tenants/acme/quotas").then(), 401, "authentication-required");
    }

    @Test
    void twoKindsOfCredentialsAtOnceAreABadRequest() {
        problem(
                acme().header("Authorization", "Bearer x")
                        .get("/v1/tenants/acme/quotas")
                        .then(),
                400,
                "invalid-request");
    }

    @Test
    void foreignAndAbsentTenantsGetTheSameAnswer() {
        String foreign = body(acme().get("/v1/tenants/other/quotas").then());
        String absent = body(acme().get("/v1/tenants/nobody/quotas").then());
        String malformed = body(acme().get("/v1/tenants/NO_SUCH/sources").then());

        assertThat(foreign).isEqualTo(absent).isEqualTo(malformed);
    }

    private static String body(ValidatableResponse answer) {
        return problem(answer, 404, "not-found").extract().asString().replaceAll("\"traceId\":\"[0-9a-f]*\"", "");
    }

    @Test
    void visibleTenantWithoutTheScopeIs403() {
        problem(
                given().header("X-API-Key", "k-refresh")
                        .get("/v1/tenants/third/quotas")
                        .then(),
                403,
                "missing-scope");
    }

    @Test
    void pathsAndMethodsThatDoNotExistAreProblemsToo() {
        problem(acme().get("/v1/nope").then(), 404, "not-found");
        problem(given().get("/nope").then(), 404, "not-found");
        problem(acme().delete("/v1/tenants/acme/quotas").then(), 405, "method-not-allowed");
    }

    @Test
    void forgedPageTokenIsRefused() {
        PageToken forge = new PageToken("quotas|acme|[]|[]|[]|[]|[]|Optional.empty|ID", ApiKey.digest("k-acme"));
        for (String place : List.of("x", "1/0 a", "abc/1 x", "1.2.3/4 x")) {
            problem(report("?pageToken=" + forge.after(place, clock.instant())), 400, "invalid-request");
        }
        report("?pageToken=" + forge.after(" one", clock.instant())).statusCode(200);
    }

    @Test
    void callerSeesItsTenantsPageByPage() {
        String token = other().get("/v1/tenants?pageSize=1")
                .then()
                .statusCode(200)
                .body("tenants.id", contains("other"))
                .body("tenants.name", contains("The other"))
                .header("Link", matchesPattern("</v1/tenants\\?pageSize=1&pageToken=.+>; rel=\"next\""))
                .extract()
                .path("nextPageToken");

        other().get("/v1/tenants?pageSize=1&pageToken=" + token)
                .then()
                .body("tenants.id", contains("third"))
                .body("$", not(hasKey("nextPageToken")));
        problem(acme().get("/v1/tenants?pageToken=" + token).then(), 400, "invalid-request");
        given().header("X-API-Key", "k-refresh").get("/v1/tenants").then().body("tenants", empty());
    }

    @Test
    void catalogueTellsOfEveryProvider() {
        acme().get("/v1/providers")
                .then()
                .statusCode(200)
                .body("providers.id", hasItem("koodrive"))
                .body("providers.find { it.id == 'koodrive' }.freshFor", equalTo("PT1M"))
                .body("providers.find { it.id == 'koodrive' }.metrics.metric", hasItem("storage.default-size"))
                .body("providers.find { it.id == 'koodrive' }.credentials.oneOf.title", contains("token", "app"))
                .body("providers.find { it.id == 'koodrive' }.settings.type", equalTo("object"));
    }

    @Test
    void idsOfTheCallerAreEchoedElseMade() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        acme().header("X-Request-Id", "my-id")
                .header("traceparent", parent)
                .get("/v1/tenants/nobody/quotas")
                .then()
                .header("X-Request-Id", "my-id")
                .header("traceparent", parent)
                .body("traceId", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"));
        acme().header("X-Request-Id", "not an id")
                .header("traceparent", "junk")
                .get("/v1/tenants")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"))
                .header("traceparent", matchesPattern("00-[0-9a-f]{32}-[0-9a-f]{16}-00"));
    }

    @Test
    void everyProblemTypeHasAPage() {
        for (ProblemType type : ProblemType.values()) {
            given().get(type.uri()).then().statusCode(200).contentType("text/html");
        }
        problem(given().get("/problems/nope").then(), 404, "not-found");
    }

    @Test
    void headAnswersAsGetWithoutABody() {
        acme().head("/v1/tenants/acme/quotas").then().statusCode(200).contentType("application/json");
    }
}
