package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedKooDriveTest {

    private static final String USAGE = "/koodrive/ose/v1/service/quotaUsed";
    private static final String SERVICE = "/koodrive/ose/v1/service";
    private static final String SIGNED = "host;x-date;x-user-id";

    private final SimulatedKooDrive vendor = new SimulatedKooDrive();

    /** The request of the test vectors. */
    private static Request vector(String path) {
        return dated(path, "20240909T033325Z");
    }

    private static Request dated(String path, String date) {
        Request request = TestRequests.with(TestRequests.get(path), "Host", "cn.myhuaweicloud-koodrive.com");
        return TestRequests.with(
                TestRequests.with(request, "X-Date", date), "X-User-Id", SandboxAccount.KOODRIVE_USER_ID);
    }

    private static KooDriveSignature signature(String hex) {
        return new KooDriveSignature("app", List.of(SIGNED.split(";")), hex);
    }

    private static Request signed(Request request) {
        return signed(request, SIGNED, SandboxAccount.KOODRIVE_APP_SECRET);
    }

    private static Request signed(Request request, String headers, String secret) {
        String canonical = new KooDriveSignature("", List.of(headers.split(";")), "").canonical(request);
        String hex = HexFormat.of()
                .formatHex(Digests.mac("HmacSHA256", secret, "HMAC-SHA256\n" + Digests.hex("SHA-256", canonical)));
        String authorization = "HMAC-SHA256 AppId=" + SandboxAccount.KOODRIVE_APP_ID + ",SignedHeaders=" + headers
                + ",Signature=" + hex;
        return TestRequests.with(request, "Authorization", authorization);
    }

    private static Request authorized(String path, String authorization) {
        return TestRequests.with(TestRequests.get(path), "Authorization", authorization);
    }

    private JsonObject body(Request request) {
        return new JsonObject(vendor.answer(request).body());
    }

    @Test
    void signaturesOfTheVectorsAreAccepted() {
        String usage = "5cef4c4717a11274902ae1533fff0cf8d04899c629134b4a3d7a0fb958b01c66";
        String service = "46c2ef2664d51b5c432990b5a2c3d88b259bdcf207fc23dc4e9389b6880e7e0e";
        String withoutSlash = "74a71157aab1dc027101c4489e2601a01b7247bef09e344c3e6e56095769e39e";

        assertThat(signature(usage).isOf(vector(USAGE), "testAppSecret")).isTrue();
        assertThat(signature(service).isOf(vector(SERVICE), "testAppSecret")).isTrue();
        assertThat(signature(withoutSlash).isOf(vector(USAGE), "testAppSecret")).isFalse();
    }

    @Test
    void canonicalRequestIsTheVectors() {
        String canonical = signature("").canonical(vector(USAGE));

        assertThat(Digests.hex("SHA-256", canonical))
                .isEqualTo("42c74849c61057114d9211c81ff8158fdc6c0439b924be7ebc87868c79f5f3df");
    }

    @Test
    void canonicalQueryIsEncodedAndSorted() {
        Request request = TestRequests.get(USAGE + "?b=2%2F&a=x%20y&c");

        assertThat(signature("").canonical(request)).contains("/quotaUsed/\na=x%20y&b=2%2F&c=\nhost:");
    }

    @Test
    void tokenIsAcceptedInEachDocumentedForm() {
        String token = SandboxAccount.KOODRIVE_ACCESS_TOKEN;

        assertThat(List.of("Bearer " + token, "Bearer+" + token, token))
                .allMatch(form -> vendor.answer(authorized(USAGE, form)).status() == 200);
    }

    @Test
    void otherTokenIsRefusedWithTheCodeForIt() {
        Reply reply = vendor.answer(authorized(USAGE, "Bearer other"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("13000201");
    }

    @Test
    void callWithoutAuthorizationIsStoppedByTheGateway() {
        Reply reply = vendor.answer(TestRequests.get(USAGE));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(new JsonObject(reply.body()).getString("error_code")).isEqualTo("APIG.0301");
        assertThat(reply.headers()).containsEntry("X-Request-Id", "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    }

    @Test
    void signedCallIsAnswered() {
        assertThat(vendor.answer(signed(vector(USAGE))).status()).isEqualTo(200);
    }

    @Test
    void signatureOfAnythingElseIsRefused() {
        List<Request> others = List.of(
                signed(vector(USAGE), SIGNED, "other secret"),
                signed(vector(USAGE), "host;x-date", SandboxAccount.KOODRIVE_APP_SECRET),
                TestRequests.with(signed(vector(USAGE)), "Host", "127.0.0.1:8080"),
                TestRequests.with(signed(vector(USAGE)), "X-User-Id", "1"),
                signed(TestRequests.with(vector(USAGE), "X-User-Id", "1")),
                signed(TestRequests.get(USAGE)),
                authorized(USAGE, "HMAC-SHA256 AppId=a, SignedHeaders=host, Signature=00"));

        assertThat(others).allSatisfy(request -> {
            assertThat(vendor.answer(request).status()).isEqualTo(400);
            assertThat(body(request).getString("error_code")).isEqualTo("APIGW.0301");
        });
    }

    @Test
    void dateIsNeitherInTheFutureNorOlderThanFifteenMinutes() {
        assertThat(vendor.answer(signed(dated(USAGE, "20240909T033330Z"))).status())
                .isEqualTo(200);
        assertThat(vendor.answer(signed(dated(USAGE, "20240909T031830Z"))).status())
                .isEqualTo(200);
        assertThat(vendor.answer(signed(dated(USAGE, "20240909T033331Z"))).status())
                .isEqualTo(400);
        assertThat(vendor.answer(signed(dated(USAGE, "20240909T031829Z"))).status())
                .isEqualTo(400);
        assertThat(vendor.answer(signed(dated(USAGE, "yesterday"))).status()).isEqualTo(400);
    }

    @Test
    void traceIdHasFiftyEightCharacters() {
        Request request = authorized(USAGE, SandboxAccount.KOODRIVE_ACCESS_TOKEN);

        assertThat(vendor.answer(TestRequests.with(request, "X-Traceid", "0".repeat(58)))
                        .status())
                .isEqualTo(200);
        assertThat(vendor.answer(TestRequests.with(request, "X-Traceid", "0".repeat(57)))
                        .body())
                .contains("13000102");
    }

    @Test
    void bothCallsAgreeOnCapacityAndSeats() {
        JsonObject usage =
                body(authorized(USAGE, SandboxAccount.KOODRIVE_ACCESS_TOKEN)).getJsonObject("data");
        JsonObject service =
                body(authorized(SERVICE, SandboxAccount.KOODRIVE_ACCESS_TOKEN)).getJsonObject("data");

        assertThat(service.getInteger("spaceCapacity")).isEqualTo(usage.getInteger("spaceCapacity"));
        assertThat(service.getInteger("userCount")).isEqualTo(usage.getInteger("userMaxCount"));
        assertThat(usage.getInteger("spaceUsed")).isEqualTo(7753298);
    }

    @Test
    void otherPathsAndMethodsAreNotPublished() {
        assertThat(vendor.answer(TestRequests.get(SERVICE + "/")).status()).isEqualTo(404);
        assertThat(vendor.answer(TestRequests.call("POST", USAGE, "")).body()).contains("APIG.0101");
    }
}
