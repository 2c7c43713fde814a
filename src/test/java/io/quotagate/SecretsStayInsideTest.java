package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendors that say our secrets back to us, in every place where an answer has room. */
@QuarkusTest
class SecretsStayInsideTest {

    private static final HttpClient CALLER = HttpClient.newHttpClient();
    private static final String API_KEY = "CanaryApiKey";
    private static final String GIVEN_SESSION = "cafe0000000000000000000000000001";
    private static final String OPENED_SESSION = "cafe0000000000000000000000000002";
    /** As the connections have them. */
    private static final List<String> CONFIGURED = List.of(
            "CanaryAccessToken",
            "CanaryAppId",
            "CanaryAppSecret",
            "CanaryUserId",
            "CanaryLibrarySecret",
            "CanarySmhToken",
            "CanaryPublicKey",
            "CanaryPrivateKey",
            "CanarySecurityToken",
            "CanaryAccountName",
            "CanaryPassword",
            "CanaryIam2Name",
            "CanaryIam2Password",
            "CanaryAccessKeyId",
            "CanaryAccessKeySecret",
            GIVEN_SESSION);
    /** What a vendor is sent in their place, or gives for them. */
    private static final List<String> DERIVED =
            List.of(sha512("CanaryPassword"), sha512("CanaryIam2Password"), "CanaryOpenedSmhToken", OPENED_SESSION);

    @Inject
    Tenants tenants;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final VendorStub vendor = VendorStub.answering(request -> Reply.never());
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final List<String> answers = new ArrayList<>();
    private final Logger root = Logger.getLogger("");
    private final Handler listener = new Listener(log);
    private final List<Handler> others = Arrays.asList(root.getHandlers());
    private final List<Level> levels = others.stream().map(Handler::getLevel).toList();
    private final Level level = Optional.ofNullable(root.getLevel()).orElse(Level.INFO);

    /** Keeps everything that is logged, as text, traces of what was thrown included. */
    private static final class Listener extends Handler {

        private final Queue<String> log;

        private Listener(Queue<String> log) {
            this.log = log;
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord logged) {
            String name = String.valueOf(logged.getLoggerName());
            // The vendors of this test are no part of the gateway, nor is the caller.
            if (name.startsWith("com.sun.net.httpserver") || name.startsWith("jdk.")) {
                return;
            }
            StringWriter text = new StringWriter();
            text.append(name).append(": ").append(getFormatter().formatMessage(logged));
            // The parameters once more, for styles of message that the formatter leaves as they are.
            text.append(' ').append(Arrays.deepToString(logged.getParameters()));
            if (logged.getThrown() != null) {
                logged.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            log.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** The definition of a connection is made of its secrets, and seals what replicas share. */
    @Test
    void keyOfAConnectionIsWrittenWithoutItsDefinition() {
        ConnectionKey key = new ConnectionKey("acme", "drive", "canary");

        assertThat(key + " " + List.of(key)).isEqualTo("acme/drive [acme/drive]");
    }

    @BeforeEach
    void listen() {
        // The console need not show what is only listened to.
        others.forEach(handler -> handler.setLevel(Level.WARNING));
        root.setLevel(Level.ALL);
        root.addHandler(listener);
    }

    @AfterEach
    void stopListening() {
        root.removeHandler(listener);
        root.setLevel(level);
        for (int handler = 0; handler < others.size(); handler++) {
            others.get(handler).setLevel(levels.get(handler));
        }
        tenants.publish("canaries", List.of());
        vendor.close();
    }

    private static String sha512(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Connection connection(
            String id, String provider, Map<String, List<String>> settings, Map<String, String> credentials) {
        return TestConnections.connection("canaries", id, provider, vendor.url(), settings, credentials);
    }

    /** One for each way to authenticate; new ones, so that nobody is in back-off and no session is left. */
    private List<Connection> connections() {
        var media = Map.of("libraryId", List.of("smh04fzo07fdq61b"), "spaceIds", List.of("space04fzo07fdq61b"));
        var objects = Map.of("regions", List.of("cn-bj2"));
        var vms = Map.of("organizationUuid", List.of("9636f37046a63657b26cb28ed8cbc38a"));
        var vmsByIam2 =
                Map.of("organizationUuid", List.of("9636f37046a63657b26cb28ed8cbc38a"), "login", List.of("iam2"));
        return List.of(
                connection("drive-token", "koodrive", Map.of(), Map.of("accessToken", "CanaryAccessToken")),
                connection(
                        "drive-app",
                        "koodrive",
                        Map.of(),
                        Map.of("appId", "CanaryAppId", "appSecret", "CanaryAppSecret", "userId", "CanaryUserId")),
                connection("media-secret", "tencent-smh", media, Map.of("librarySecret", "CanaryLibrarySecret")),
                connection("media-token", "tencent-smh", media, Map.of("accessToken", "CanarySmhToken")),
                connection(
                        "objects",
                        "ucloud-ufile",
                        objects,
                        Map.of(
                                "publicKey", "CanaryPublicKey",
                                "privateKey", "CanaryPrivateKey",
                                "securityToken", "CanarySecurityToken")),
                connection(
                        "vms-account",
                        "zstack",
                        vms,
                        Map.of("accountName", "CanaryAccountName", "password", "CanaryPassword")),
                connection(
                        "vms-iam2",
                        "zstack",
                        vmsByIam2,
                        Map.of("accountName", "CanaryIam2Name", "password", "CanaryIam2Password")),
                connection(
                        "vms-key",
                        "zstack",
                        vms,
                        Map.of("accessKeyId", "CanaryAccessKeyId", "accessKeySecret", "CanaryAccessKeySecret")),
                connection("vms-session", "zstack", vms, Map.of("sessionUuid", GIVEN_SESSION)));
    }

    /** Everything that the vendor was sent, as one text. */
    private static String sent(Request request) {
        return request.method() + " " + request.path() + "?" + request.query() + " " + request.headers() + " "
                + request.body();
    }

    private static String echo(Request request) {
        return sent(request) + " " + String.join(" ", CONFIGURED) + " " + String.join(" ", DERIVED);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The errors of all four vendors at once, with the text wherever they have words. */
    private static String errors(String text) {
        String word = quoted(text);
        return "{\"code\":" + word + ",\"msg\":" + word + ",\"message\":" + word + ",\"requestId\":" + word
                + ",\"RetCode\":" + word + ",\"Message\":" + word + ",\"Action\":" + word
                + ",\"success\":false,\"error\":{\"code\":" + word + ",\"description\":" + word + ",\"details\":" + word
                + ",\"cause\":{\"code\":" + word + ",\"details\":" + word + "}}}";
    }

    /** Answers of the right shape with the text where numbers and names belong. */
    private static String numbers(String text) {
        String word = quoted(text);
        return "{\"code\":0,\"RetCode\":0,\"data\":{\"spaceUsed\":" + word + ",\"organizationId\":" + word
                + "},\"DataSet\":[{\"Region\":" + word + ",\"Storage\":{\"Left\":" + word
                + "}}],\"usages\":[{\"name\":" + word + ",\"total\":" + word + ",\"used\":" + word + "}],"
                + word + ":" + word + "}";
    }

    /** Lets everybody in, with sessions that are secrets too. */
    private static Optional<Reply> login(Request request) {
        if (request.path().equals("/api/v1/token")) {
            return Optional.of(Reply.json("{\"accessToken\":\"CanaryOpenedSmhToken\",\"expiresIn\":86400}"));
        }
        return request.path().endsWith("/login")
                ? Optional.of(Reply.json("{\"inventory\":{\"uuid\":\"" + OPENED_SESSION + "\"}}"))
                : Optional.empty();
    }

    /** Asks for everything while vendors answer so: to data calls alone, and to logins too. */
    private void ask(Function<Request, Reply> script) {
        vendor.answer(request -> login(request).orElseGet(() -> script.apply(request)));
        askOnce();
        vendor.answer(script);
        askOnce();
    }

    private void askOnce() {
        ApiKey key = new ApiKey("ci", ApiKey.digest(API_KEY), Set.of(Permission.READ), Optional.empty());
        tenants.publish(
                "canaries",
                List.of(new Tenant("canaries", Optional.empty(), List.of(key), Thresholds.DEFAULT, connections())));
        answers.add(get("/v1/tenants/canaries/quotas?view=full"));
        answers.add(get("/v1/tenants/canaries/quotas?require=all"));
        answers.add(get("/v1/tenants/canaries/sources"));
    }

    private String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("X-API-Key", API_KEY)
                .build();
        try {
            HttpResponse<String> answer = CALLER.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
        } catch (IOException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void assertNothingGotOut() {
        assertThat(vendor.requests()).hasSizeGreaterThanOrEqualTo(9);
        assertThat(answers).isNotEmpty().allMatch(answer -> answer.contains("drive-token"));
        assertThat(log).isNotEmpty();
        assertThat(answers).filteredOn(SecretsStayInsideTest::tells).isEmpty();
        assertThat(log).filteredOn(SecretsStayInsideTest::tells).isEmpty();
    }

    private static boolean tells(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(List.of(API_KEY), CONFIGURED, DERIVED)
                .flatMap(List::stream)
                .anyMatch(canary -> lower.contains(canary.toLowerCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500, 503})
    void requestThatIsEchoedStaysInside(int status) {
        ask(request -> Reply.of(status, echo(request)));
        ask(request -> Reply.of(status, errors(echo(request))).with("Content-Type", "application/json"));
        ask(request -> Reply.of(status, numbers(echo(request))).with("Content-Type", "application/json"));

        assertNothingGotOut();
    }

    @Test
    void requestThatIsEchoedInHeadersStaysInside() {
        for (int status : List.of(200, 302, 403, 503)) {
            ask(request -> Reply.of(status, "{}")
                    .with("X-Request-Id", echo(request))
                    .with("Retry-After", echo(request))
                    .with("Content-Type", echo(request))
                    .with("Location", "http://127.0.0.1:1/?" + request.query())
                    .with("X-Echo", echo(request)));
        }

        assertNothingGotOut();
    }

    @Test
    void secretsStayInsideWhereTheVendorStallsOrIsGone() {
        ask(request -> Reply.never());
        vendor.close();
        askOnce();

        assertNothingGotOut();
    }

    @Test
    void secretsStayInsideWhereTheVendorTalksGarbage() {
        for (String garbage : List.of("", "{", "[]", "null", "<html>", "\u0000\u0001\u0002", "{\"data\":[[[[")) {
            ask(request -> Reply.json(garbage));
            ask(request -> Reply.json(garbage + echo(request)));
        }

        assertNothingGotOut();
    }

    @Test
    void secretThatTheVendorGivesAsItsCodeOrRequestIdStaysInside() {
        for (String secret : CONFIGURED) {
            vendor.answer(request -> {
                // A vendor can only give back what it was given.
                String given = sent(request).contains(secret) ? secret : "E1";
                return Reply.of(403, errors(given)).with("X-Request-Id", given);
            });
            askOnce();
        }

        assertNothingGotOut();
    }
}
