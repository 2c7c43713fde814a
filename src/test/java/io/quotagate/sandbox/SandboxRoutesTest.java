package io.quotagate.sandbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SandboxRoutesTest {

    private static final String USAGE = "/sandbox/koodrive/koodrive/ose/v1/service/quotaUsed";
    private static final String SERVICE = "/sandbox/koodrive/koodrive/ose/v1/service";
    private static final String DIAL = "/sandbox/koodrive/faults";

    @Inject
    BoundPort port;

    /** Learns the port as the server comes up. */
    @Singleton
    static class BoundPort {

        final CompletableFuture<Integer> seen = new CompletableFuture<>();

        void started(@ObservesAsync HttpServerStart start, HttpServer server) {
            seen.complete(server.getPort());
        }
    }

    @AfterEach
    void turnOff() {
        dial().delete(DIAL).then().statusCode(200);
    }

    private static RequestSpecification dial() {
        return given().header("X-API-Key", "sandbox");
    }

    private static void turn(String json) {
        dial().contentType(ContentType.JSON).body(json).post(DIAL).then().statusCode(200);
    }

    private static RequestSpecification call() {
        return given().redirects().follow(false).header("Authorization", SandboxAccount.KOODRIVE_ACCESS_TOKEN);
    }

    /** Sends a call by hand and reads what comes within half a second. */
    private String raw() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(500);
            String call = "GET " + USAGE + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                    + SandboxAccount.KOODRIVE_ACCESS_TOKEN + "\r\n\r\n";
            socket.getOutputStream().write(call.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(1), StandardCharsets.UTF_8);
        }
    }

    @Test
    void portIsKnownOnceTheServerHasStarted() throws Exception {
        assertThat(port.seen.get(10, TimeUnit.SECONDS)).isEqualTo(RestAssured.port);
    }

    @Test
    void eachVendorAnswersUnderItsName() {
        call().get(USAGE).then().statusCode(200).body("data.spaceUsed", equalTo(7753298));
        given().get("/sandbox/tencent-smh/api/v1/token").then().statusCode(400).body("code", equalTo("EmptyLibraryId"));
        given().get("/sandbox/ucloud-ufile/?Action=x").then().statusCode(200).body("RetCode", equalTo(161));
        given().get("/sandbox/ucloud-ufile?Action=x").then().statusCode(200).body("RetCode", equalTo(161));
        given().get("/sandbox/zstack/zstack/v1/x").then().statusCode(404).body(equalTo("no api mapping to /v1/x"));
        given().get("/sandbox/other/x").then().statusCode(404);
        given().get("/sandbox").then().statusCode(404);
    }

    @Test
    void bodyOfALoginArrives() {
        String hash = Digests.hex("SHA-512", SandboxAccount.ZSTACK_PASSWORD);

        given().contentType(ContentType.JSON)
                .body("{\"logInByAccount\":{\"accountName\":\"admin\",\"password\":\"" + hash + "\"}}")
                .put("/sandbox/zstack/zstack/v1/accounts/login")
                .then()
                .statusCode(200)
                .body("inventory.uuid.length()", equalTo(32));
    }

    @Test
    void encodedCommaArrivesAsSent() {
        String token = given().queryParam("library_id", SandboxAccount.SMH_LIBRARY_ID)
                .queryParam("library_secret", SandboxAccount.SMH_LIBRARY_SECRET)
                .queryParam("grant", "admin")
                .get("/sandbox/tencent-smh/api/v1/token")
                .path("accessToken");

        given().header("Authorization", "Bearer " + token)
                .urlEncodingEnabled(false)
                .get("/sandbox/tencent-smh/api/v1/usage/" + SandboxAccount.SMH_LIBRARY_ID + "/"
                        + String.join("%2C", SandboxAccount.SMH_SPACES))
                .then()
                .statusCode(200)
                .body("spaceId", contains(SandboxAccount.SMH_SPACES.toArray()));
    }

    @Test
    void dialIsShownTurnedAndTurnedOff() {
        dial().contentType(ContentType.JSON)
                .body("{\"latency\":\"PT0.05S\",\"fault\":\"unavailable\",\"calls\":3,\"on\":\"data\"}")
                .post(DIAL)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body(equalTo("{\"provider\":\"koodrive\",\"latency\":\"PT0.05S\",\"fault\":\"unavailable\","
                        + "\"calls\":3,\"on\":\"data\"}"));
        call().get(USAGE).then().statusCode(500).body("code", equalTo(500));
        dial().get(DIAL).then().statusCode(200).body("calls", equalTo(2));
        dial().delete(DIAL).then().statusCode(200).body("fault", equalTo("none"));
        call().get(USAGE).then().statusCode(200);
    }

    @Test
    void dialNeedsTheKey() {
        given().get(DIAL)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "ApiKey realm=\"quotagate\"");
        given().header("X-API-Key", "other").delete(DIAL).then().statusCode(401);
        dial().put(DIAL).then().statusCode(405).header("Allow", "GET, HEAD, POST, DELETE");
    }

    @Test
    void flawsOfADialAreNamed() {
        dial().body("{\"latency\":\"fast\",\"volume\":11}")
                .post(DIAL)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", containsInAnyOrder("latency", "volume"));
        dial().post(DIAL).then().statusCode(400).body("errors", hasSize(1));
    }

    @Test
    void faultOfTheServiceCallLeavesTheNumbersAlone() {
        turn("{\"fault\":\"throttled\",\"on\":\"service\"}");

        call().get(USAGE).then().statusCode(200);
        call().get(SERVICE).then().statusCode(429).header("Retry-After", "1").body("error_code", equalTo("APIG.0308"));
    }

    @Test
    void answersAreSpoiltAsAsked() {
        turn("{\"fault\":\"garbage\",\"calls\":1}");
        call().get(USAGE).then().statusCode(200).contentType(ContentType.HTML);
        turn("{\"fault\":\"truncated\",\"calls\":1}");
        call().get(USAGE).then().statusCode(200).body(startsWith("{\"data\"")).body(not(startsWith("}")));
        turn("{\"fault\":\"empty\",\"calls\":1}");
        call().get(USAGE).then().statusCode(200).body(equalTo(""));
        turn("{\"fault\":\"redirect\",\"calls\":1}");
        call().get(USAGE).then().statusCode(302).header("Location", "/sandbox/koodrive/elsewhere");
        call().get("/sandbox/koodrive/elsewhere").then().statusCode(404);
    }

    @Test
    void hugeAnswerIsRightButForItsSize() {
        turn("{\"fault\":\"huge\",\"calls\":1}");

        String body = call().get(USAGE).asString();

        assertThat(body.length()).isGreaterThan(16 * 1024 * 1024);
        assertThat(body.strip()).startsWith("{\"data\"").endsWith("}");
    }

    @Test
    void resetConnectionIsReset() {
        turn("{\"fault\":\"reset\"}");

        assertThatThrownBy(this::raw).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void timeoutNeverAnswersAndLatencyAnswersLater() {
        turn("{\"fault\":\"timeout\"}");
        assertThatThrownBy(this::raw).isInstanceOf(SocketTimeoutException.class);

        turn("{\"latency\":\"PT60S\"}");
        assertThatThrownBy(this::raw).isInstanceOf(SocketTimeoutException.class);

        turn("{\"latency\":\"PT0.05S\"}");
        long before = System.nanoTime();
        call().get(USAGE).then().statusCode(200);
        assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void drippingAnswerBeginsAndDoesNotEnd() throws Exception {
        turn("{\"fault\":\"drip\"}");

        assertThat(raw()).isEqualTo("H");
    }
}
