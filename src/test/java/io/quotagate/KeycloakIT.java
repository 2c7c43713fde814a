package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.quotagate.provider.Patience;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged gateway and an issuer as operators have one; the gateway is started first. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeycloakIT {

    private static final String KEY = "k";
    private static final String TENANTS = """
            tenants:
              - id: acme
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections: []
              - id: other
                connections: []
            """;
    /** Well formed, of nobody. */
    private static final String TOKEN =
            "eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.eyJzdWIiOiJhIiwiZXhwIjo0MTAyNDQ0ODAwfQ.c2lnbmF0dXJl";

    private static final String INVALID = "Bearer realm=\"quotagate\", error=\"invalid_token\"";

    private final Keycloak keycloak = new Keycloak();
    private final PackagedGateway gateway;
    private final List<Response> beforeTheIssuer = new ArrayList<>();

    KeycloakIT(@TempDir Path folder) throws IOException {
        Path tenants = Files.writeString(folder.resolve("tenants.yaml"), TENANTS);
        gateway = PackagedGateway.start(
                folder,
                Map.of(
                        "QUOTAGATE_TENANTS",
                        tenants.toString(),
                        "QUARKUS_OIDC_AUTH_SERVER_URL",
                        keycloak.issuer(),
                        "QUARKUS_OIDC_TOKEN_AUDIENCE",
                        "quotagate",
                        "QUARKUS_OIDC_TOKEN_FORCED_JWK_REFRESH_INTERVAL",
                        "1S",
                        "QUARKUS_OIDC_CONNECTION_TIMEOUT",
                        "1S"));
    }

    /** One that waits for a silent issuer for ever fails. */
    @BeforeAll
    @Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void startTheIssuerLast() throws IOException {
        gateway.awaitReady();
        beforeTheIssuer.add(withKey().get(report("acme")));
        beforeTheIssuer.add(bearer(TOKEN).get(report("acme")));
        try (ServerSocket silent = keycloak.silent()) {
            assertThat(silent.isBound()).isTrue();
            beforeTheIssuer.add(bearer(TOKEN).get(report("acme")));
        }
        keycloak.start();
    }

    @AfterAll
    void stopBoth() {
        gateway.close();
        keycloak.close();
    }

    private RequestSpecification withKey() {
        return given().header("X-API-Key", KEY);
    }

    private RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    /** By a fresh token of one of the realm's clients. */
    private RequestSpecification as(String client) {
        return bearer(keycloak.token(client));
    }

    private String at(String path) {
        return "http://127.0.0.1:" + gateway.port() + path;
    }

    private String report(String tenant) {
        return at("/v1/tenants/" + tenant + "/quotas");
    }

    private static String withoutTrace(Response answer) {
        return answer.asString().replace(answer.path("traceId"), "");
    }

    private static void isInvalid(Response answer) {
        answer.then().statusCode(401).header("WWW-Authenticate", containsString(INVALID));
    }

    @Test
    void keysWorkBeforeTheIssuerIsThere() {
        beforeTheIssuer.get(0).then().statusCode(200).body("complete", equalTo(true));
    }

    /** The first found nobody there, the second somebody who said nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tokensAreNobodysFaultBeforeTheIssuerIsThereAndWorkOnceItIs(int answer) {
        beforeTheIssuer
                .get(answer)
                .then()
                .statusCode(503)
                .body("type", endsWith("/problems/issuer-unavailable"))
                .header("Retry-After", "1");

        as("reader").get(report("acme")).then().statusCode(200);
    }

    @Test
    void missingIssuerIsOneLineInTheLog() {
        assertThat(gateway.log())
                .filteredOn(line -> line.contains(" WARN ") || line.contains("\tat "))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("the issuer's keys cannot be had"));
    }

    @Test
    void tokenReadsTheTenantsThatItNames() {
        as("reader").get(report("acme")).then().statusCode(200).body("tenant", equalTo("acme"));
        as("reader").get(at("/v1/tenants")).then().statusCode(200).body("tenants.id", contains("acme"));
    }

    @Test
    void tenantsThatItDoesNotNameAnswerAsThoseThatDoNotExist() {
        Response foreign = as("reader").get(report("other"));
        Response absent = as("reader").get(report("absent"));

        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(withoutTrace(foreign).replace("other", "?"))
                .isEqualTo(withoutTrace(absent).replace("absent", "?"));
    }

    @Test
    void tokenOfAnAttributeOfItsUserReadsTheTenantsThere() {
        as("member").get(at("/v1/tenants")).then().statusCode(200).body("tenants.id", contains("acme", "other"));
        as("member").get(report("other")).then().statusCode(200);
    }

    @Test
    void tokenForAllTenantsReadsThemAll() {
        as("operator").get(at("/v1/tenants")).then().statusCode(200).body("tenants.id", contains("acme", "other"));
        as("operator").get(report("other")).then().statusCode(200);
        as("operator").get(report("absent")).then().statusCode(404);
    }

    @Test
    void tokenWithoutTenantsSeesNone() {
        as("stranger").get(report("acme")).then().statusCode(404);
        as("stranger").get(at("/v1/tenants")).then().statusCode(200).body("tenants", empty());
    }

    @Test
    void refreshNeedsItsScope() {
        as("reader")
                .post(at("/v1/tenants/acme/refreshes"))
                .then()
                .statusCode(403)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"quotagate\", error=\"insufficient_scope\", scope=\"quota:refresh\"");
        as("refresher").post(at("/v1/tenants/acme/refreshes")).then().statusCode(202);
    }

    @Test
    void tokenWithoutScopesMayDoNothingWithItsTenants() {
        as("scopeless")
                .get(report("acme"))
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\", scope=\"quota:read\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere", "muddled", "symmetric"})
    void tokenForSomebodyElseOrOfAnotherFormOrOfASharedSecretIsInvalid(String client) {
        isInvalid(as(client).get(report("acme")));
    }

    @Test
    void tokenOfAnotherRealmOfTheSameServerIsInvalid() {
        isInvalid(bearer(keycloak.foreignToken()).get(report("acme")));
    }

    @Test
    void tokenOfAnotherKindOfKeyIsAsGood() {
        as("elliptic").get(report("acme")).then().statusCode(200);
    }

    @Test
    void tokenIsGoodUntilItExpires() {
        Deque<String> tokens = new ArrayDeque<>();
        Patience.until(Duration.ofSeconds(30), "a token is read with before it expires", () -> {
            tokens.push(keycloak.token("fleeting"));
            return bearer(tokens.element()).get(report("acme")).statusCode() == 200;
        });

        Patience.until(
                Duration.ofSeconds(30),
                "it expires",
                () -> bearer(tokens.element()).get(report("acme")).statusCode() == 401);
        isInvalid(bearer(tokens.element()).get(report("acme")));
    }

    @Test
    void tokenAndKeyTogetherAreRefused() {
        as("reader").header("X-API-Key", KEY).get(report("acme")).then().statusCode(400);
    }

    @Test
    void keysWorkBesideTokens() {
        withKey().get(report("acme")).then().statusCode(200);
        given().get(report("acme"))
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "ApiKey realm=\"quotagate\", Bearer realm=\"quotagate\"");
    }

    @Test
    void newKeyOfTheIssuerIsLearntWithoutRestartAndTheOldOneForgotten() {
        String old = keycloak.token("reader");
        bearer(old).get(report("acme")).then().statusCode(200);

        keycloak.replaceKey();

        Patience.until(
                Duration.ofSeconds(10),
                "a token of the new key is accepted",
                () -> as("reader").get(report("acme")).statusCode() == 200);
        isInvalid(bearer(old).get(report("acme")));
    }

    @Test
    void nothingOfATokenIsLogged() {
        String token = keycloak.token("reader");
        bearer(token).get(report("acme")).then().statusCode(200);
        bearer(token + "a").get(report("acme")).then().statusCode(401);

        assertThat(gateway.log()).noneMatch(line -> line.contains(token.substring(token.lastIndexOf('.') + 1)));
        assertThat(gateway.log()).noneMatch(line -> line.contains("eyJ"));
    }
}
