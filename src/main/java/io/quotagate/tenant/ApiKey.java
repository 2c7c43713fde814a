package io.quotagate.tenant;

import io.quotagate.provider.Rate;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A key by which callers speak for a tenant. The key itself is nowhere; only its digest is.
 *
 * @param id name for people, unique in its tenant
 * @param sha256 lower-case hex SHA-256 of the key's UTF-8 bytes
 * @param expiresAt from then on the key is none
 * @param limit how often it may ask; empty where that is said for all keys
 */
public record ApiKey(
        String id, String sha256, Set<Permission> permissions, Optional<Instant> expiresAt, Optional<Rate> limit) {

    /** One for each thread: looking it up takes longer than a digest. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ApiKey::newSha256);

    public ApiKey {
        permissions = Set.copyOf(permissions);
    }

    /** Lower-case hex SHA-256 of a key as a caller sends it. */
    public static String digest(String key) {
        return HexFormat.of().formatHex(sha256(key.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] sha256(byte[] key) {
        return SHA_256.get().digest(key);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    boolean isValidAt(Instant now) {
        return expiresAt.map(now::isBefore).orElse(true);
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + "]";
    }
}
