package io.quotagate.api;

import io.netty.util.AsciiString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Tells one state of a resource from another. Weak: two answers with the same numbers are the same, though they were
 * observed at different times.
 *
 * @param opaque with its quotes, as it stands in both kinds of headers
 * @param header as it is sent
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110, 8.8.3</a>
 */
public record EntityTag(String opaque, AsciiString header) {

    private static final int BYTES = 16;

    /** @param content without what does not make a difference */
    public static EntityTag of(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
            return new EntityTag('"' + text + '"', new AsciiString("W/\"" + text + '"'));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** True where an If-None-Match names this tag, weak or not. The quotes part the tags: none has one inside. */
    public boolean isIn(String ifNoneMatch) {
        return ifNoneMatch.contains(opaque) || ifNoneMatch.strip().equals("*");
    }
}
