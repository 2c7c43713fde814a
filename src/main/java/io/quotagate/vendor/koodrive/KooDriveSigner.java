package io.quotagate.vendor.koodrive;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * KooDrive's app signature. It resembles Huawei's {@code SDK-HMAC-SHA256} but is a scheme of its own: the string to sign
 * has no date, and {@code X-Date} may not be later than the server's time.
 *
 * @see <a href="https://support.huaweicloud.com/api-koodrive/koodrive_05_0010.html">App authentication</a>
 */
final class KooDriveSigner {

    private static final String ALGORITHM = "HMAC-SHA256";
    private static final String SIGNED_HEADERS = "host;x-date;x-user-id";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private KooDriveSigner() {}

    /** {@code X-Date} as it is signed and sent. */
    static String date(Instant time) {
        return DATE.format(time);
    }

    /**
     * The Authorization header of a GET without query.
     *
     * @param host as sent in the Host header, with a port where the URL has one
     * @param path raw, as sent
     */
    static String authorization(String appId, String appSecret, String host, String path, String date, String userId) {
        String signature = signature(appSecret, canonicalRequest(host, path, date, userId));
        return ALGORITHM + " AppId=" + appId + ",SignedHeaders=" + SIGNED_HEADERS + ",Signature=" + signature;
    }

    static String canonicalRequest(String host, String path, String date, String userId) {
        // The canonical path ends with a slash, the path that is sent does not.
        String canonicalPath = path.endsWith("/") ? path : path + "/";
        String headers = "host:" + host + "\nx-date:" + date + "\nx-user-id:" + userId + "\n";
        return String.join("\n", "GET", canonicalPath, "", headers, SIGNED_HEADERS, sha256(""));
    }

    static String signature(String appSecret, String canonicalRequest) {
        String toSign = ALGORITHM + "\n" + sha256(canonicalRequest);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
