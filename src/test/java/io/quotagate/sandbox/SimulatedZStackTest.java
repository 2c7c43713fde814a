package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatedZStackTest {

    private static final String UUID = SandboxAccount.ZSTACK_ORGANIZATION_UUID;
    private static final String LOGIN = "/zstack/v1/accounts/login";
    private static final String USAGES = "/zstack/v1/iam2/organizations/quota/" + UUID + "/usages";
    /** SHA-512 of "password", as ZStack's own login example has it. */
    private static final String HASH = "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb9"
            + "80b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86";

    private final SimulatedZStack vendor = new SimulatedZStack(new Random(1));

    private static Request login(String password) {
        return TestRequests.call(
                "PUT", LOGIN, "{\"logInByAccount\":{\"accountName\":\"admin\",\"password\":\"" + password + "\"}}");
    }

    private String session() {
        return new JsonObject(vendor.answer(login(HASH)).body())
                .getJsonObject("inventory")
                .getString("uuid");
    }

    private static Request authorized(String authorization) {
        return TestRequests.with(TestRequests.get(USAGES), "Authorization", authorization);
    }

    private static Request signed(String date, Instant now) {
        Request dated = TestRequests.at(TestRequests.with(TestRequests.get(USAGES), "Date", date), now);
        String signature = ZStackAccessKey.expected(dated, SandboxAccount.ZSTACK_ACCESS_KEY_SECRET);
        return TestRequests.with(
                dated, "Authorization", "ZStack " + SandboxAccount.ZSTACK_ACCESS_KEY_ID + ":" + signature);
    }

    private void assertError(Request request, String code) {
        Reply reply = vendor.answer(request);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(new JsonObject(reply.body()).getJsonObject("error").getString("code"))
                .isEqualTo(code);
    }

    private void assertText(Request request, int status, String text) {
        Reply reply = vendor.answer(request);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.headers().get("Content-Type")).startsWith("text/plain");
        assertThat(reply.body()).contains(text);
    }

    @Test
    void sessionOfALoginReadsTheQuotas() {
        JsonArray usages =
                new JsonObject(vendor.answer(authorized("OAuth " + session())).body()).getJsonArray("usages");

        assertThat(usages).hasSize(20);
        assertThat(usages).contains(new JsonObject("{\"name\":\"eip.num\",\"total\":-1,\"used\":3}"));
        assertThat(usages.stream().map(usage -> ((JsonObject) usage).getString("name")))
                .doesNotHaveDuplicates();
    }

    @Test
    void iam2UserLogsInToo() {
        String hash = Digests.hex("SHA-512", SandboxAccount.ZSTACK_IAM2_PASSWORD);
        Request login = TestRequests.call(
                "PUT",
                "/zstack/v1/iam2/virtual-ids/login",
                "{\"loginIAM2VirtualID\":{\"name\":\"reader\",\"password\":\"" + hash + "\"}}");

        assertThat(vendor.answer(login).status()).isEqualTo(200);
    }

    @Test
    void loginIsRefusedByItsKindOfFlaw() {
        assertError(login("password"), "ID.1000");
        assertError(TestRequests.call("PUT", LOGIN, "{\"logIn\":{}}"), "SYS.1007");
        assertText(TestRequests.call("PUT", LOGIN, "accountName=admin"), 400, "JSON");
        assertText(TestRequests.call("POST", LOGIN, "{}"), 404, "no api mapping to /v1/accounts/login");
    }

    @Test
    void sessionEndsAfterTwoHoursOrALogout() {
        String first = session();
        String second = session();
        Request late = TestRequests.at(authorized("OAuth " + first), TestRequests.NOW.plusSeconds(7200));

        Reply logout = vendor.answer(TestRequests.call("DELETE", "/zstack/v1/accounts/sessions/" + second, ""));

        assertThat(logout.status()).isEqualTo(200);
        assertError(late, "ID.1001");
        assertError(authorized("OAuth " + second), "ID.1001");
        assertError(authorized("OAuth " + UUID), "ID.1001");
    }

    @Test
    void sessionsOfAUserAreBoundedUntilOldOnesEnd() {
        for (int count = 0; count < ZStackSessions.MOST_PER_USER; count++) {
            assertThat(session()).hasSize(32);
        }

        assertError(login(HASH), "ID.1006");
        assertThat(vendor.answer(TestRequests.at(login(HASH), TestRequests.NOW.plusSeconds(7200)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void accessKeySignatureIsTheVector() {
        Request request = TestRequests.with(TestRequests.get(USAGES), "Date", "Thu, 02 Jan 2020 03:04:05 GMT");

        assertThat(ZStackAccessKey.expected(request, "testSecret")).isEqualTo("sHiA9Bb3ExcOLb3NbuCbGTL9jOM=");
    }

    @Test
    void signedCallIsAnsweredWithinFifteenMinutes() {
        String date = "Thu, 02 Jan 2020 03:04:05 GMT";
        Instant instant = Instant.parse("2020-01-02T03:04:05Z");

        assertThat(vendor.answer(signed(date, instant.plusSeconds(900))).status())
                .isEqualTo(200);
        assertThat(vendor.answer(signed(date, instant.minusSeconds(900))).status())
                .isEqualTo(200);
        assertText(signed(date, instant.plusSeconds(901)), 403, "requestTimeTooSkewed");
        assertText(signed("Thu, 02 Jan 2020 11:04:05 CST", instant), 403, "requestTimeTooSkewed");
    }

    @Test
    void otherSignaturesAreRefused() {
        Request right = signed("Thu, 02 Jan 2020 03:04:05 GMT", Instant.parse("2020-01-02T03:04:05Z"));

        assertError(TestRequests.with(right, "Date", "Thu, 02 Jan 2020 03:04:06 GMT"), "ID.1000");
        assertError(TestRequests.with(right, "Authorization", "ZStack other:c2ln"), "ID.1000");
    }

    @Test
    void whatIsWrongBeforeTheApiIsPlainText() {
        assertText(TestRequests.get(USAGES), 400, "missing header 'Authorization'");
        assertText(authorized("Bearer x"), 400, "Authorization");
        assertText(authorized("ZStack x"), 400, "Authorization");
        assertText(authorized("ZStack x:y"), 400, "Date");
        assertText(TestRequests.with(authorized("OAuth x"), "X-Job-UUID", "1"), 400, "X-Job-UUID");
        assertText(TestRequests.get("/zstack/v2/x"), 404, "no api mapping to /v2/x");
        assertText(TestRequests.get("/"), 404, "no api mapping");
    }

    @Test
    void otherOrganizationIsNotFound() {
        String authorization = "OAuth " + session();

        assertError(
                TestRequests.with(TestRequests.get(USAGES.replace("9636", "0000")), "Authorization", authorization),
                "SYS.1003");
        assertError(
                TestRequests.with(TestRequests.get(USAGES.replace("9636", "9-36")), "Authorization", authorization),
                "SYS.1007");
    }
}
