package io.quotagate.vendor.zstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.QuotaProviderContract;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.quota.AccountState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ZStackProviderTest extends QuotaProviderContract {

    private static final String UUID = "9636f37046a63657b26cb28ed8cbc38a";
    private static final String GIVEN_SESSION = "b86c9016b4f24953a9edefb53ca0678c";
    private static final String USAGES_PATH = "/zstack/v1/iam2/organizations/quota/" + UUID + "/usages";
    private static final String USAGES = Answers.read("zstack/usages.json");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Reply EXPIRED = Reply.of(
            503,
            "{\"error\":{\"code\":\"ID.1001\",\"description\":\"The session is invalid, either wrong session id or the"
                    + " session has been expired\",\"details\":\"Session expired\"}}");

    @Inject
    ZStackProvider provider;

    @Inject
    VendorHttp http;

    private final AtomicInteger logins = new AtomicInteger();

    @Override
    protected QuotaProvider provider() {
        return provider;
    }

    @Override
    protected Connection connection(String url) {
        return connection(url, Map.of(), Map.of("accountName", "admin", "password", "s3cr3t"));
    }

    private static Connection connection(String url, Map<String, List<String>> more, Map<String, String> credentials) {
        Map<String, List<String>> settings = new HashMap<>(more);
        settings.put("organizationUuid", List.of(UUID));
        return TestConnections.connection("zstack", url, settings, credentials);
    }

    @Override
    protected Reply healthy(Request request) {
        if (request.method().equals("PUT")) {
            return Reply.json("{\"inventory\":{\"uuid\":\"" + session(logins.incrementAndGet())
                    + "\",\"accountUuid\":\"36c27e8ff05c4780bf6d2fa65700f22e\","
                    + "\"expiredDate\":\"Jan 1, 2017 11:31:06 AM\"}}");
        }
        return Reply.json(request.method().equals("GET") ? USAGES : "{}");
    }

    /** The uuid of the n-th session that the stub opens. */
    private static String session(int number) {
        return String.format("%032x", number);
    }

    @Override
    protected boolean isDataCall(Request request) {
        return request.path().equals(USAGES_PATH);
    }

    @Override
    protected Reply refused(Request request) {
        return Reply.of(503, "{\"error\":{\"code\":\"ID.1000\",\"description\":\"wrong account name or password\"}}");
    }

    private List<String> calls() {
        return vendor.requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    @Test
    void accountLogsInWithTheHashAndCallsWithTheSession() {
        Observation observation = observe();

        Request login = vendor.requests().get(0);
        assertThat(calls()).containsExactly("PUT /zstack/v1/accounts/login", "GET " + USAGES_PATH);
        assertThat(login.body())
                .isEqualTo("{\"logInByAccount\":{\"accountName\":\"admin\",\"password\":\""
                        + ZStackSigner.sha512("s3cr3t") + "\"}}");
        assertThat(login.header("content-type")).startsWith("application/json");
        assertThat(vendor.requests().get(1).header("authorization")).isEqualTo("OAuth " + session(1));
        assertThat(observation.account().state()).isEqualTo(AccountState.UNKNOWN);
    }

    @Test
    void iam2LogsInAsAVirtualIdWhateverItsNameContains() {
        Connection connection = connection(
                vendor.url(),
                Map.of("login", List.of("iam2")),
                Map.of("accountName", "a\"b\\c\u00fc", "password", "s3cr3t"));

        observe(connection);

        assertThat(calls()).containsExactly("PUT /zstack/v1/iam2/virtual-ids/login", "GET " + USAGES_PATH);
        assertThat(vendor.requests().get(0).body())
                .startsWith("{\"loginIAM2VirtualID\":{\"name\":\"a\\\"b\\\\c\u00fc\",\"password\":\"");
    }

    @Test
    void accessKeySignsTheDateThatIsSentAndNeedsNoLogin() {
        MovableClock clock = MovableClock.at("2020-01-02T03:04:05Z");
        ZStackProvider provider = new ZStackProvider(http, clock);
        Map<String, String> key = Map.of("accessKeyId", "key", "accessKeySecret", "testSecret");

        for (String url : List.of(vendor.url(), vendor.url() + "/context")) {
            var unused = provider.fetch(connection(url, Map.of(), key), TestConnections.soon())
                    .await()
                    .atMost(PATIENCE);
        }

        assertThat(calls()).containsExactly("GET " + USAGES_PATH, "GET /context" + USAGES_PATH);
        assertThat(vendor.requests()).allSatisfy(request -> {
            assertThat(request.header("date")).isEqualTo("Thu, 02 Jan 2020 03:04:05 GMT");
            assertThat(request.header("authorization")).isEqualTo("ZStack key:sHiA9Bb3ExcOLb3NbuCbGTL9jOM=");
        });
    }

    @Test
    void accessKeyWritesTheDateInTheConnectionsZone() {
        Map<String, String> key = Map.of("accessKeyId", "key", "accessKeySecret", "s3cr3t");

        observe(connection(vendor.url(), Map.of("dateZone", List.of("Asia/Shanghai")), key));

        Request call = vendor.requests().get(0);
        String path = USAGES_PATH.substring("/zstack/v1".length());
        assertThat(call.header("date")).endsWith(" CST");
        assertThat(call.header("authorization"))
                .isEqualTo(ZStackSigner.authorization("key", "s3cr3t", "GET", path, call.header("date")));
    }

    @Test
    void givenSessionIsUsedAndNeverRenewedNorEnded() {
        Connection connection = connection(vendor.url(), Map.of(), Map.of("sessionUuid", GIVEN_SESSION));
        answerData(request -> EXPIRED);

        ProviderException failure = failure(connection);
        provider.forget(connection).await().atMost(PATIENCE);

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(calls()).containsExactly("GET " + USAGES_PATH);
        assertThat(vendor.requests().get(0).header("authorization")).isEqualTo("OAuth " + GIVEN_SESSION);
    }

    @Test
    void givenSessionThatIsNoUuidIsNotSent() {
        for (String session : List.of("", "s3cr3t", GIVEN_SESSION + "\r\nX: y")) {
            ProviderException failure = failure(connection(vendor.url(), Map.of(), Map.of("sessionUuid", session)));

            assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        }
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void concurrentFetchesLogInOnce() {
        Connection connection = connection(vendor.url());
        List<Uni<Observation>> fetches = Stream.generate(() -> provider.fetch(connection, TestConnections.soon()))
                .limit(20)
                .toList();

        List<Observation> observations =
                Uni.join().all(fetches).andFailFast().await().atMost(PATIENCE);

        assertThat(observations).hasSize(20);
        assertThat(logins).hasValue(1);
    }

    @Test
    void connectionsDoNotShareASession() {
        observe(connection(vendor.url()));
        observe(connection(vendor.url()));

        assertThat(logins).hasValue(2);
    }

    @Test
    void sessionIsReusedUntilFourFifthsOfItsLife() {
        MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
        ZStackProvider provider = new ZStackProvider(http, clock);
        Connection connection = connection(vendor.url());

        for (long seconds : List.of(0, 5759, 1, 5759)) {
            clock.pass(Duration.ofSeconds(seconds));
            var unused =
                    provider.fetch(connection, TestConnections.soon()).await().atMost(PATIENCE);
        }

        assertThat(calls())
                .containsExactly(
                        "PUT /zstack/v1/accounts/login",
                        "GET " + USAGES_PATH,
                        "GET " + USAGES_PATH,
                        "PUT /zstack/v1/accounts/login",
                        "GET " + USAGES_PATH,
                        "GET " + USAGES_PATH);
    }

    @Test
    void observationTimeIsTheStartOfTheDataCallNotOfTheLogin() {
        MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
        ZStackProvider provider = new ZStackProvider(http, clock);
        vendor.answer(request -> {
            clock.pass(Duration.ofSeconds(2));
            return healthy(request);
        });

        Observation observation = provider.fetch(connection(vendor.url()), TestConnections.soon())
                .await()
                .atMost(PATIENCE);

        assertThat(observation.observedAt()).isEqualTo(Instant.parse("2026-04-01T00:00:02Z"));
    }

    @Test
    void expiredSessionIsRenewedOnce() {
        answerData(request ->
                request.header("authorization").equals("OAuth " + session(1)) ? EXPIRED : Reply.json(USAGES));

        Observation observation = observe();

        assertThat(observation.quotas()).hasSize(1);
        assertThat(calls())
                .containsExactly(
                        "PUT /zstack/v1/accounts/login",
                        "GET " + USAGES_PATH,
                        "PUT /zstack/v1/accounts/login",
                        "GET " + USAGES_PATH);
    }

    @Test
    void sessionThatStaysRefusedIsUnauthorizedAfterOneNewLogin() {
        answerData(request -> EXPIRED);

        ProviderException failure = failure(connection(vendor.url()));

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure.vendorCode()).contains("ID.1001");
        assertThat(logins).hasValue(2);
        assertThat(vendor.requests()).hasSize(4);
    }

    @Test
    void loginAnswerWithoutASessionIsAContractViolationThatShowsNothing() {
        for (String inventory : List.of("null", "{}", "{\"uuid\":null}", "{\"uuid\":\"s3cr3t\\r\\nX: y\"}", "[]")) {
            vendor.answer(request -> Reply.json("{\"inventory\":" + inventory + "}"));

            ProviderException failure = failure(connection(vendor.url()));

            assertThat(failure.reason()).as(inventory).isEqualTo(Reason.CONTRACT_VIOLATION);
            assertThat(failure.detail()).doesNotContain("s3cr3t");
        }
    }

    @Test
    void forgottenConnectionIsLoggedOutOnce() {
        Connection connection = connection(vendor.url());
        observe(connection);

        provider.forget(connection).await().atMost(PATIENCE);
        provider.forget(connection).await().atMost(PATIENCE);

        assertThat(calls())
                .containsExactly(
                        "PUT /zstack/v1/accounts/login",
                        "GET " + USAGES_PATH,
                        "DELETE /zstack/v1/accounts/sessions/" + session(1));
        assertThat(vendor.requests().get(2).header("authorization")).isEqualTo("OAuth " + session(1));
    }

    @Test
    void connectionThatNeverLoggedInIsForgottenWithoutACall() {
        provider.forget(connection(vendor.url())).await().atMost(PATIENCE);

        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void failingLogOutDoesNotFail() {
        for (Reply broken : List.of(EXPIRED, Reply.of(500, "down"), Reply.never())) {
            Connection connection = connection(vendor.url());
            vendor.answer(request -> request.method().equals("DELETE") ? broken : healthy(request));
            observe(connection);

            provider.forget(connection).await().atMost(PATIENCE);

            assertThat(calls()).last().asString().startsWith("DELETE ");
        }
    }

    @Test
    void jobToPollIsAContractViolation() {
        assertThat(failureOf(Reply.of(202, "{\"location\":\"http://x/api-jobs/1\"}"))
                        .reason())
                .isEqualTo(Reason.CONTRACT_VIOLATION);
    }
}
