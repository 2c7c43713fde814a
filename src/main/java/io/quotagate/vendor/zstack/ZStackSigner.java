package io.quotagate.vendor.zstack;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What ZStack wants hashed: a password, and for an access key method, date and path. The signed path begins with
 * {@code /v1}, whatever context the server runs under, and has no query.
 *
 * @see <a href="https://github.com/zstackio/zstack/blob/master/sdk/src/main/java/org/zstack/sdk/ZSClient.java">ZSClient</a>
 */
final class ZStackSigner {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);

    private ZStackSigner() {}

    /** {@code Date} as it is signed and sent, e.g. {@code Thu, 02 Jan 2020 03:04:05 GMT}. */
    static String date(Instant time, ZoneId zone) {
        return DATE.format(time.atZone(zone));
    }

    /**
     * The Authorization header of a call with an access key.
     *
     * @param path after {@code /zstack/v1}, raw, as sent
     * @param date as sent, to the byte
     */
    static String authorization(String keyId, String keySecret, String method, String path, String date) {
        return "ZStack " + keyId + ":" + signature(keySecret, method, path, date);
    }

    static String signature(String keySecret, String method, String path, String date) {
        String toSign = method + "\n" + date + "\n/v1" + path;
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(keySecret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA1", missing);
        }
    }

    /** A password as the logins take it: SHA-512 in lower-case hex. */
    static String sha512(String password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-512", missing);
        }
    }
}
