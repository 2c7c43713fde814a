package io.quotagate.vendor.ufile;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * UCloud's signature: SHA-1 over all names and values without separators, and the private key behind them. Values are
 * signed as they are and percent-encoded only on their way. There is no time in it, so that a URL once seen can be sent
 * again by anybody: it must not be logged.
 *
 * @see <a href="https://docs.ucloud.cn/api/summary/signature">Signature</a>
 */
final class UFileSigner {

    private UFileSigner() {}

    /** The query of a call: all parameters and their signature, percent-encoded (RFC 3986 §2.1). */
    static String query(Map<String, String> parameters, String privateKey) {
        SortedMap<String, String> signed = new TreeMap<>(parameters);
        signed.put("Signature", signature(parameters, privateKey));
        return signed.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + '=' + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /**
     * Signs.
     *
     * @param parameters all of the call, {@code Action} and {@code PublicKey} included, not encoded
     * @return lower-case hex
     */
    static String signature(Map<String, String> parameters, String privateKey) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(parameters).forEach((name, value) -> text.append(name).append(value));
        text.append(privateKey);
        try {
            // The vendor's choice, not ours: plain SHA-1, no HMAC.
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(sha1.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }

    /** A form encoder leaves {@code *} alone and writes a space as {@code +}: both mean something else in a URI. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
