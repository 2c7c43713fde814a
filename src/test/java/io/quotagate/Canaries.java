package io.quotagate;

import io.quotagate.provider.Connection;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Secrets that are easily found again, in every place where a connection has one. */
final class Canaries {

    static final String TENANT = "canaries";
    static final String API_KEY = "CanaryApiKey";

    private static final String GIVEN_SESSION = "cafe0000000000000000000000000001";
    private static final String OPENED_SESSION = "cafe0000000000000000000000000002";
    /** As the connections have them. */
    static final List<String> CONFIGURED = List.of(
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

    private Canaries() {}

    private static String sha512(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** One for each way to authenticate; new ones, so that nobody is in back-off and no session is left. */
    static List<Connection> connections(String url) {
        var media = Map.of("libraryId", List.of("smh04fzo07fdq61b"), "spaceIds", List.of("space04fzo07fdq61b"));
        var objects = Map.of("regions", List.of("cn-bj2"));
        var vms = Map.of("organizationUuid", List.of("9636f37046a63657b26cb28ed8cbc38a"));
        var vmsByIam2 =
                Map.of("organizationUuid", List.of("9636f37046a63657b26cb28ed8cbc38a"), "login", List.of("iam2"));
        return List.of(
                at(url, "drive-token", "koodrive", Map.of(), Map.of("accessToken", "CanaryAccessToken")),
                at(
                        url,
                        "drive-app",
                        "koodrive",
                        Map.of(),
                        Map.of("appId", "CanaryAppId", "appSecret", "CanaryAppSecret", "userId", "CanaryUserId")),
                at(url, "media-secret", "tencent-smh", media, Map.of("librarySecret", "CanaryLibrarySecret")),
                at(url, "media-token", "tencent-smh", media, Map.of("accessToken", "CanarySmhToken")),
                at(
                        url,
                        "objects",
                        "ucloud-ufile",
                        objects,
                        Map.of(
                                "publicKey", "CanaryPublicKey",
                                "privateKey", "CanaryPrivateKey",
                                "securityToken", "CanarySecurityToken")),
                at(
                        url,
                        "vms-account",
                        "zstack",
                        vms,
                        Map.of("accountName", "CanaryAccountName", "password", "CanaryPassword")),
                at(
                        url,
                        "vms-iam2",
                        "zstack",
                        vmsByIam2,
                        Map.of("accountName", "CanaryIam2Name", "password", "CanaryIam2Password")),
                at(
                        url,
                        "vms-key",
                        "zstack",
                        vms,
                        Map.of("accessKeyId", "CanaryAccessKeyId", "accessKeySecret", "CanaryAccessKeySecret")),
                at(url, "vms-session", "zstack", vms, Map.of("sessionUuid", GIVEN_SESSION)));
    }

    private static Connection at(
            String url,
            String id,
            String provider,
            Map<String, List<String>> settings,
            Map<String, String> credentials) {
        return TestConnections.connection(TENANT, id, provider, url, settings, credentials);
    }

    /** Everything that the vendor was sent, as one text. */
    static String sent(Request request) {
        return request.method() + " " + request.path() + "?" + request.query() + " " + request.headers() + " "
                + request.body();
    }

    static String echo(Request request) {
        return sent(request) + " " + String.join(" ", CONFIGURED) + " " + String.join(" ", DERIVED);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The errors of all four vendors at once, with the text wherever they have words. */
    static String errors(String text) {
        String word = quoted(text);
        return "{\"code\":" + word + ",\"msg\":" + word + ",\"message\":" + word + ",\"requestId\":" + word
                + ",\"RetCode\":" + word + ",\"Message\":" + word + ",\"Action\":" + word
                + ",\"success\":false,\"error\":{\"code\":" + word + ",\"description\":" + word + ",\"details\":" + word
                + ",\"cause\":{\"code\":" + word + ",\"details\":" + word + "}}}";
    }

    /** Answers of the right shape with the text where numbers and names belong. */
    static String numbers(String text) {
        String word = quoted(text);
        return "{\"code\":0,\"RetCode\":0,\"data\":{\"spaceUsed\":" + word + ",\"organizationId\":" + word
                + "},\"DataSet\":[{\"Region\":" + word + ",\"Storage\":{\"Left\":" + word
                + "}}],\"usages\":[{\"name\":" + word + ",\"total\":" + word + ",\"used\":" + word + "}],"
                + word + ":" + word + "}";
    }

    /** Lets everybody in, with sessions that are secrets too. */
    static Optional<Reply> login(Request request) {
        if (request.path().equals("/api/v1/token")) {
            return Optional.of(Reply.json("{\"accessToken\":\"CanaryOpenedSmhToken\",\"expiresIn\":86400}"));
        }
        return request.path().endsWith("/login")
                ? Optional.of(Reply.json("{\"inventory\":{\"uuid\":\"" + OPENED_SESSION + "\"}}"))
                : Optional.empty();
    }

    /** True where the text has one of them in it, however it is written. */
    static boolean tells(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(List.of(API_KEY), CONFIGURED, DERIVED)
                .flatMap(List::stream)
                .anyMatch(canary -> lower.contains(canary.toLowerCase(Locale.ROOT)));
    }
}
