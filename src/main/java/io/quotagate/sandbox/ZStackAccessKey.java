package io.quotagate.sandbox;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A call signed with an access key, as ZStack reads it. The signature is over method, Date and the path from {@code /v1}
 * on, without the query.
 *
 * @see <a href="https://github.com/zstackio/zstack/blob/master/sdk/src/main/java/org/zstack/sdk/ZSClient.java">ZSClient</a>
 */
record ZStackAccessKey(String id, String signature) {

    static final String SCHEME = "ZStack ";

    private static final Duration TOLERANCE = Duration.ofMinutes(15);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss zzz", Locale.ENGLISH);

    /** Empty where the header does not say id, colon, signature. */
    static Optional<ZStackAccessKey> of(String authorization) {
        int colon = authorization.indexOf(':');
        if (!authorization.startsWith(SCHEME) || colon < SCHEME.length()) {
            return Optional.empty();
        }
        return Optional.of(new ZStackAccessKey(
                authorization.substring(SCHEME.length(), colon), authorization.substring(colon + 1)));
    }

    boolean isOf(Request request, String secret) {
        return signature.equals(expected(request, secret));
    }

    static String expected(Request request, String secret) {
        String path = request.path().substring(SimulatedZStack.CONTEXT.length());
        String toSign = request.method() + "\n" + request.header("Date").orElse("") + "\n" + path;
        return Base64.getEncoder().encodeToString(Digests.mac("HmacSHA1", secret, toSign));
    }

    /**
     * The Date header's fields. Its zone is dropped, as the server does unless {@code rest.checkTimeZone} is set; the
     * clock that it is compared with shows GMT here.
     */
    static Optional<LocalDateTime> date(Request request) {
        try {
            return request.header("Date").map(text -> LocalDateTime.parse(text, DATE));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }

    static boolean isTimely(LocalDateTime date, Request request) {
        Duration skew = Duration.between(date, LocalDateTime.ofInstant(request.now(), ZoneOffset.UTC));
        return skew.abs().compareTo(TOLERANCE) <= 0;
    }
}
