package io.quotagate.aggregation;

import io.quotagate.provider.ConnectionKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes sure that what is read from the shared store was written for this connection, under this key, by somebody who
 * knows the connection's secrets: its definition is made of them and is never stored.
 */
final class Seal {

    private static final String ALGORITHM = "HmacSHA256";
    /** RFC 2104 §5: at least half of the digest. */
    private static final int LENGTH = 16;

    private Seal() {}

    static byte[] close(ConnectionKey connection, String key, byte[] message) {
        byte[] sealed = Arrays.copyOf(message, message.length + LENGTH);
        System.arraycopy(tag(connection, key, message), 0, sealed, message.length, LENGTH);
        return sealed;
    }

    /** What was sealed; empty where that was something else, elsewhere, or by somebody else. */
    static Optional<byte[]> open(ConnectionKey connection, String key, byte[] sealed) {
        if (sealed.length < LENGTH) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOf(sealed, sealed.length - LENGTH);
        byte[] tag = Arrays.copyOfRange(sealed, message.length, sealed.length);
        return MessageDigest.isEqual(tag, tag(connection, key, message)) ? Optional.of(message) : Optional.empty();
    }

    private static byte[] tag(ConnectionKey connection, String key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(connection.definition().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(key.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(message), LENGTH);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", missing);
        }
    }
}
