package io.quotagate.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An app signature as KooDrive reads it from the Authorization header.
 *
 * @see <a href="https://support.huaweicloud.com/api-koodrive/koodrive_05_0010.html">App authentication</a>
 */
record KooDriveSignature(String appId, List<String> signedHeaders, String signature) {

    static final String SCHEME = "HMAC-SHA256";

    private static final Pattern FORM =
            Pattern.compile(SCHEME + " AppId=([^,\\s]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})");

    /** Empty where the header is not of the documented form, down to spaces and case. */
    static Optional<KooDriveSignature> of(String authorization) {
        Matcher matcher = FORM.matcher(authorization);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<String> signed = List.of(matcher.group(2).split(";"));
        return Optional.of(new KooDriveSignature(matcher.group(1), signed, matcher.group(3)));
    }

    boolean isOf(Request request, String appSecret) {
        return signature.equals(expected(request, appSecret));
    }

    private String expected(Request request, String appSecret) {
        String toSign = SCHEME + "\n" + Digests.hex("SHA-256", canonical(request));
        return HexFormat.of().formatHex(Digests.mac("HmacSHA256", appSecret, toSign));
    }

    String canonical(Request request) {
        String path = request.sentPath();
        StringBuilder canonical = new StringBuilder();
        canonical.append(request.method()).append('\n');
        canonical.append(path).append(path.endsWith("/") ? "\n" : "/\n");
        canonical.append(query(request)).append('\n');
        for (String name : signedHeaders) {
            String value = request.header(name).orElse("").strip();
            canonical.append(name).append(':').append(value).append('\n');
        }
        canonical.append('\n').append(String.join(";", signedHeaders)).append('\n');
        return canonical.append(Digests.hex("SHA-256", request.body())).toString();
    }

    private static String query(Request request) {
        Map<String, String> sorted = new TreeMap<>();
        request.parameters().forEach((name, value) -> sorted.put(encode(name), encode(value)));
        return sorted.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }

    /** RFC 3986 §2.3, from which an HTML form's encoding differs in three characters. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
