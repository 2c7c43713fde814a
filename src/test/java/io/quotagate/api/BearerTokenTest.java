package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@TestProfile(WithIssuer.class)
class BearerTokenTest {

    private static final String READS = "quota:read";
    private static final String ACME = "/v1/tenants/acme/quotas";

    @SuppressWarnings("NullAway.Init") // the profile puts it there
    Issuer issuer;

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    MeterRegistry meters;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @BeforeEach
    void publish() {
        var connection = FakeProvider.connection("acme", "one");
        ApiKey key =
                new ApiKey("ci", ApiKey.digest("k-acme"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "test",
                List.of(
                        new Tenant("acme", Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(connection)),
                        new Tenant("other", Optional.empty(), List.of(), Thresholds.DEFAULT, List.of())));
        vendor.says(connection, TestQuotas.stored("10", "1"));
    }

    @AfterEach
    void leave() {
        issuer.answersWith(200);
        tenants.publish("test", List.of());
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private RequestSpecification holder(Object tenantsClaim, String scope) {
        return bearer(issuer.token(Map.of("tenants", tenantsClaim, "scope", scope)));
    }

    @Test
    void tokenReadsTheTenantsThatItNames() {
        holder(List.of("acme"), "openid " + READS)
                .get(ACME)
                .then()
                .statusCode(200)
                .body("tenant", equalTo("acme"));
        holder(List.of("acme"), READS).get("/v1/tenants").then().statusCode(200).body("tenants.id", contains("acme"));
    }

    @Test
    void otherTenantsAreAsIfTheyDidNotExist() {
        for (String tenant : List.of("other", "absent")) {
            holder(List.of("acme", "absent"), READS)
                    .get("/v1/tenants/" + tenant + "/quotas")
                    .then()
                    .statusCode(404)
                    .body("type", equalTo("/problems/not-found"));
        }
    }

    @Test
    void starIsForAllTenantsThereAre() {
        for (Object all : List.of("*", List.of("*"))) {
            holder(all, READS).get(ACME).then().statusCode(200);
            holder(all, READS).get("/v1/tenants/absent/quotas").then().statusCode(404);
            holder(all, READS)
                    .get("/v1/tenants?pageSize=2")
                    .then()
                    .statusCode(200)
                    .body("tenants.id", contains("acme", "other"));
        }
    }

    @Test
    void pagesOfAllTenantsGoOnWhereTheyEnded() {
        String next = holder("*", READS).get("/v1/tenants?pageSize=1").path("nextPageToken");

        holder("*", READS)
                .get("/v1/tenants?pageSize=1&pageToken=" + next)
                .then()
                .statusCode(200)
                .body("tenants.id", contains("other"));
    }

    @Test
    void whoHasNoTenantsClaimSeesNone() {
        String token = issuer.token(Map.of("scope", READS));

        bearer(token).get(ACME).then().statusCode(404);
        bearer(token).get("/v1/tenants").then().statusCode(200).body("tenants", empty());
    }

    @Test
    void scopesMayStandInAnyOfTheirUsualClaims() {
        for (Map<String, Object> scopes : List.<Map<String, Object>>of(
                Map.of("scope", READS), Map.of("scp", List.of(READS)), Map.of("scopes", List.of("a", READS)))) {
            Map<String, Object> claims = new TreeMap<>(scopes);
            claims.put("tenants", List.of("acme"));
            bearer(issuer.token(claims)).get(ACME).then().statusCode(200);
        }
    }

    @Test
    void missingScopeIsNamed() {
        for (String scope : List.of("openid", "quota:refresh")) {
            holder(List.of("acme"), scope)
                    .get(ACME)
                    .then()
                    .statusCode(403)
                    .header(
                            "WWW-Authenticate",
                            "Bearer realm=\"quotagate\", error=\"insufficient_scope\", scope=\"quota:read\"")
                    .body("type", equalTo("/problems/missing-scope"));
        }
        holder(List.of("acme"), READS)
                .post("/v1/tenants/acme/refreshes")
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("scope=\"quota:refresh\""));
    }

    @Test
    void scopeToRefreshIsEnoughToRefresh() {
        holder(List.of("acme"), "quota:refresh")
                .contentType("application/json")
                .body("{\"connections\":[\"one\"]}")
                .post("/v1/tenants/acme/refreshes")
                .then()
                .statusCode(202)
                .body("sources.connection", contains("one"));
    }

    @Test
    void keysAreGoodBesideTokensButNotTogether() {
        String token = issuer.token(Map.of("tenants", List.of("acme"), "scope", READS));

        given().header("X-API-Key", "k-acme").get(ACME).then().statusCode(200);
        bearer(token)
                .header("X-API-Key", "k-acme")
                .get(ACME)
                .then()
                .statusCode(400)
                .body("errors[0].name", equalTo("Authorization"));
    }

    @Test
    void strangersLearnOfBothKindsOfCredentials() {
        given().get(ACME)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "ApiKey realm=\"quotagate\", Bearer realm=\"quotagate\"");
    }

    @Test
    void answerThatIsKeptForKeysIsNotGivenToOtherTokens() {
        given().header("X-API-Key", "k-acme").get(ACME).then().statusCode(200);
        given().header("X-API-Key", "k-acme")
                .get(ACME)
                .then()
                .statusCode(200)
                .header("Cache-Status", containsString("hit"));

        holder(List.of("other"), READS).get(ACME).then().statusCode(404);
        bearer("nonsense").get(ACME).then().statusCode(401);
    }

    @Test
    void newKeyOfTheIssuerIsGoodWithoutARestartAndTheOldOneIsNot() {
        String before = issuer.token(Map.of("tenants", List.of("acme"), "scope", READS));
        bearer(before).get(ACME).then().statusCode(200);

        issuer.rotate("next");

        holder(List.of("acme"), READS).get(ACME).then().statusCode(200);
        bearer(before).get(ACME).then().statusCode(401);
    }

    @Test
    void streamEndsWithItsToken() throws IOException, InterruptedException {
        try (EventClient goes = listen(issuer.token(reader(Map.of())))) {
            goes.next("report", 1);
            issuer.rotate("during-the-stream");
            try (EventClient stays = listen(issuer.token(reader(Map.of())), "Authorization", "Basic eDp5")) {
                stays.next("report", 1);

                Patience.until(Duration.ofSeconds(15), "the stream is over", goes::isEnded);
                assertThat(stays.isOver()).isFalse();
            }
        }
    }

    private EventClient listen(String token, String... more) throws IOException, InterruptedException {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.addAll(List.of("Authorization", "Bearer " + token));
        return EventClient.of(
                HttpClient.Version.HTTP_1_1,
                gateway.resolve("/v1/tenants/acme/events"),
                headers.toArray(String[]::new));
    }

    @Test
    void whoLeavesBeforeItsTokenIsKnownListensToNothing() throws IOException, InterruptedException {
        issuer.rotate("slow");
        String token = issuer.token(reader(Map.of()));
        Runnable answer = issuer.holdsItsKeys();
        int asked = issuer.keysAsked();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream()
                    .write(("GET /v1/tenants/acme/events HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer " + token
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            Patience.until("the issuer is asked", () -> issuer.keysAsked() > asked);
        }
        answer.run();

        try (EventClient stays = listen(token)) {
            stays.next("report", 1);
            Patience.until("nobody else listens", () -> listeners() == 1);
        }
    }

    private double listeners() {
        return meters.get("quotagate.event.listeners").gauge().value();
    }

    @Test
    void tokenWithAKnownKeyCostsTheIssuerNothing() {
        holder(List.of("acme"), READS).get(ACME).then().statusCode(200);
        int before = issuer.keysAsked();

        holder(List.of("acme"), READS).get(ACME).then().statusCode(200);

        assertThat(issuer.keysAsked()).isEqualTo(before);
    }

    static Stream<Named<Function<Issuer, String>>> badTokens() {
        return Stream.of(
                bad("no token", issuer -> "nonsense"),
                bad("empty", issuer -> ""),
                bad("three empty parts", issuer -> ".."),
                bad("no JSON in it", issuer -> "eyJhbGciOiJSUzI1NiJ9.bm9uc2Vuc2U.c2lnbmF0dXJl"),
                bad("letters of no base64", issuer -> "a.ü.c"),
                bad("not signed", issuer -> Issuer.signed(good(issuer, Map.of()), "none", "first", null)),
                bad(
                        "signed with the public key as a secret",
                        issuer -> symmetric(issuer, issuer.key().getKey().getEncoded())),
                bad(
                        "signed with the key's text as a secret",
                        issuer -> symmetric(issuer, issuer.key().toJson().getBytes(StandardCharsets.UTF_8))),
                bad("another key of the same name", issuer -> {
                    var other = Issuer.newKey(issuer.key().getKeyId());
                    return Issuer.signed(good(issuer, Map.of()), "RS256", other.getKeyId(), other.getPrivateKey());
                }),
                bad("unknown key", issuer -> {
                    var other = Issuer.newKey("unknown");
                    return Issuer.signed(good(issuer, Map.of()), "RS256", other.getKeyId(), other.getPrivateKey());
                }),
                bad("altered", issuer -> altered(issuer.token(Map.of("tenants", List.of("other"), "scope", READS)))),
                bad("for somebody else", issuer -> issuer.token(reader(Map.of("aud", "somebody-else")))),
                bad("for nobody", issuer -> issuer.token(reader(Map.of("aud", "")))),
                bad("expired", issuer -> issuer.token(reader(Map.of("exp", now() - 10)))),
                bad("without an end", issuer -> issuer.token(reader(Map.of("exp", "")))),
                bad("not yet valid", issuer -> issuer.token(reader(Map.of("nbf", now() + 3_600)))),
                bad(
                        "issued tomorrow",
                        issuer -> issuer.token(reader(Map.of("iat", now() + 86_400, "exp", now() + 90_000)))),
                bad("of a foreign issuer", issuer -> issuer.token(reader(Map.of("iss", "https://elsewhere.example")))),
                bad("of no issuer", issuer -> issuer.token(reader(Map.of("iss", "")))),
                bad("tenants a text", issuer -> issuer.token(reader(Map.of("tenants", "acme")))),
                bad("tenants a number", issuer -> issuer.token(reader(Map.of("tenants", 7)))),
                bad("tenants an object", issuer -> issuer.token(reader(Map.of("tenants", Map.of("acme", true))))),
                bad("tenants true", issuer -> issuer.token(reader(Map.of("tenants", true)))),
                bad("tenants with a number", issuer -> issuer.token(reader(Map.of("tenants", List.of("acme", 7))))),
                bad(
                        "tenants a list in a list",
                        issuer -> issuer.token(reader(Map.of("tenants", List.of(List.of("acme")))))),
                bad("scope a number", issuer -> issuer.token(reader(Map.of("scope", 7)))),
                bad("scope an object", issuer -> issuer.token(reader(Map.of("scope", Map.of(READS, true))))));
    }

    private static Named<Function<Issuer, String>> bad(String name, Function<Issuer, String> token) {
        return Named.of(name, token);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static Map<String, Object> reader(Map<String, ?> own) {
        Map<String, Object> claims = new TreeMap<>(Map.of("tenants", List.of("acme"), "scope", READS));
        claims.putAll(own);
        return claims;
    }

    private static Map<String, Object> good(Issuer issuer, Map<String, ?> own) {
        return issuer.claims(Instant.now(), reader(own));
    }

    private static String symmetric(Issuer issuer, byte[] secret) {
        return Issuer.signed(good(issuer, Map.of()), "HS256", issuer.key().getKeyId(), new HmacKey(secret));
    }

    private static String altered(String token) {
        String[] parts = token.split("\\.", -1);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String mine = claims.replace("\"other\"", "\"acme\"");
        return parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(mine.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void badTokenIsRefused(Function<Issuer, String> token) {
        bearer(token.apply(issuer))
                .get(ACME)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header(
                        "WWW-Authenticate",
                        "ApiKey realm=\"quotagate\", Bearer realm=\"quotagate\", error=\"invalid_token\"")
                .body("type", equalTo("/problems/authentication-required"))
                .body("detail", equalTo("Valid credentials are required."));
    }

    @Test
    void issuerThatFailsIsNoFaultOfTheToken() {
        String known = issuer.token(reader(Map.of()));
        bearer(known).get(ACME).then().statusCode(200);
        issuer.rotate("while-failing");
        issuer.answersWith(500);

        holder(List.of("acme"), READS)
                .get(ACME)
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("type", equalTo("/problems/issuer-unavailable"));
        bearer(known).get(ACME).then().statusCode(200);
        issuer.answersWith(200);
        holder(List.of("acme"), READS).get(ACME).then().statusCode(200);
    }

    @Test
    void secondTokenIsNone() {
        String token = issuer.token(reader(Map.of()));

        given().header("Authorization", "Bearer " + token, "Bearer " + token)
                .get(ACME)
                .then()
                .statusCode(401);
    }

    @Test
    void nameOfTheSchemeIsReadInAnyCase() {
        given().header("Authorization", "bEARER  " + issuer.token(reader(Map.of())))
                .get(ACME)
                .then()
                .statusCode(200);
    }

    @Test
    void pathThatDoesNotExistTellsStrangersNothing() {
        bearer("nonsense").get("/v1/absent").then().statusCode(401);
        holder("*", READS).get("/v1/absent").then().statusCode(404);
    }
}
