package io.quotagate.tenant;

import io.quotagate.provider.Answers;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** All four vendors on one port: each takes one secret, and ends every session that was opened with another. */
final class RotatingVendors implements AutoCloseable {

    private final VendorStub stub = VendorStub.answering(this::answer);
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private volatile String secret;

    RotatingVendors(String secret) {
        this.secret = secret;
    }

    String url() {
        return stub.url();
    }

    /** From now on no other secret is taken. */
    void take(String other) {
        secret = other;
    }

    /** How often each vendor has refused a call. */
    Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    private Reply answer(Request request) {
        String now = secret;
        String path = request.path();
        if (path.startsWith("/koodrive/")) {
            return koodrive(request, now);
        }
        if (path.startsWith("/api/v1/")) {
            return smh(request, now);
        }
        return path.startsWith("/zstack/") ? zstack(request, now) : ufile(request, now);
    }

    private Reply refuse(String vendor, int status, String body) {
        refusals.merge(vendor, 1, Integer::sum);
        return Reply.of(status, body).with("Content-Type", "application/json");
    }

    private Reply koodrive(Request request, String now) {
        if (!request.header("authorization").equals("Bearer " + now)) {
            return refuse("koodrive", 400, "{\"code\":13000201}");
        }
        boolean numbers = request.path().endsWith("/quotaUsed");
        return Reply.json(Answers.read(numbers ? "koodrive/quota-used.json" : "koodrive/service-repaired.json"));
    }

    private Reply smh(Request request, String now) {
        if (request.path().equals("/api/v1/token")) {
            return parameters(request).getOrDefault("library_secret", "").equals(now)
                    ? Reply.json("{\"accessToken\":\"of-" + now + "\",\"expiresIn\":86400}")
                    : refuse("smh", 404, "{\"code\":\"WrongLibraryIdOrSecret\"}");
        }
        return request.header("authorization").equals("Bearer of-" + now)
                ? Reply.json(Answers.read("smh/usage.json"))
                : refuse("smh", 403, "{\"code\":\"InvalidAccessToken\"}");
    }

    private Reply ufile(Request request, String now) {
        TreeMap<String, String> signed = new TreeMap<>(parameters(request));
        String signature = String.valueOf(signed.remove("Signature"));
        StringBuilder text = new StringBuilder();
        signed.forEach((name, value) -> text.append(name).append(value));
        return signature.equals(digest("SHA-1", text + now))
                ? Reply.json(Answers.read("ufile/quota-info.json"))
                : refuse("ufile", 200, "{\"RetCode\":171}");
    }

    private Reply zstack(Request request, String now) {
        String session = digest("MD5", now);
        return switch (request.method()) {
            case "PUT" ->
                request.body().contains(digest("SHA-512", now))
                        ? Reply.json("{\"inventory\":{\"uuid\":\"" + session + "\"}}")
                        : refuse("zstack", 503, "{\"error\":{\"code\":\"ID.1000\"}}");
            case "DELETE" -> Reply.json("{}");
            default ->
                request.header("authorization").equals("OAuth " + session)
                        ? Reply.json(Answers.read("zstack/usages.json"))
                        : refuse("zstack", 503, "{\"error\":{\"code\":\"ID.1001\"}}");
        };
    }

    private static Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : request.query().split("&")) {
            int equals = parameter.indexOf('=');
            String value = parameter.substring(equals + 1);
            parameters.put(
                    parameter.substring(0, Math.max(equals, 0)), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static String digest(String algorithm, String text) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public void close() {
        stub.close();
    }
}
