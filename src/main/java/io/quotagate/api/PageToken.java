package io.quotagate.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a page ended, sealed: it goes on after that place even if the data changed, and is of no use for another tenant,
 * another query, or after the next day (UTC). The seal is there against accidents: whoever knows a tenant's only key could make one,
 * and would reach nothing but what it may read anyway. All replicas of a gateway make and read the same tokens.
 */
final class PageToken {

    private static final int SEAL_BYTES = 16;
    private static final char SEPARATOR = '\n';
    /** What a client would take for another host, and would send its key there. */
    private static final Pattern OUTSIDE_OF_THE_PATH = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://[^/?]*)?/*");

    private final String listing;
    private final String secret;

    /**
     * @param listing what is paged, with everything that decides its order and extent
     * @param secret known to all replicas, and different for whoever must not read each other's tokens
     */
    PageToken(String listing, String secret) {
        this.listing = listing;
        this.secret = secret;
    }

    /** The token that goes on after the place. */
    String after(String place, Instant now) {
        byte[] text = (day(now) + String.valueOf(SEPARATOR) + place).getBytes(StandardCharsets.UTF_8);
        byte[] sealed = Arrays.copyOf(text, text.length + SEAL_BYTES);
        System.arraycopy(seal(text), 0, sealed, text.length, SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** The place after which to go on; empty where the token is foreign, altered or old. */
    Optional<String> place(String token, Instant now) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(token);
            int length = sealed.length - SEAL_BYTES;
            boolean canonical = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(sealed)
                    .equals(token);
            if (length <= 0 || !canonical) {
                return Optional.empty();
            }
            byte[] text = Arrays.copyOf(sealed, length);
            if (!MessageDigest.isEqual(seal(text), Arrays.copyOfRange(sealed, length, sealed.length))) {
                return Optional.empty();
            }
            String content = new String(text, StandardCharsets.UTF_8);
            int separator = content.indexOf(SEPARATOR);
            if (separator < 0) {
                return Optional.empty();
            }
            long made = Long.parseLong(content.substring(0, separator));
            return day(now) - made > 1 ? Optional.empty() : Optional.of(content.substring(separator + 1));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * The Link header of a page: the same request with the next token, relative to this host (RFC 8288).
     *
     * @param requested path and query as they were sent
     */
    static String link(String requested, String token) {
        String[] parts =
                OUTSIDE_OF_THE_PATH.matcher(requested).replaceFirst("/").split("\\?", 2);
        String query = parts.length == 1 ? "" : parts[1];
        String kept = Stream.concat(
                        Arrays.stream(query.split("&"))
                                .filter(part -> !part.isEmpty() && !part.startsWith("pageToken=")),
                        Stream.of("pageToken=" + token))
                .collect(Collectors.joining("&"));
        return "<" + parts[0] + "?" + kept + ">; rel=\"next\"";
    }

    /** A token tells only the day on which it was made, so that the same state gives the same bytes. */
    private static long day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }

    private byte[] seal(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(("page-token " + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(listing.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(text), SEAL_BYTES);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }
}
