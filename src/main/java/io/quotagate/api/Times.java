package io.quotagate.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as callers read them: RFC 3339, UTC, always with milliseconds; in headers as HTTP has them. */
final class Times {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Always two digits for the day, as HTTP wants it (RFC 9110, 5.6.7). */
    private static final DateTimeFormatter HTTP = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** As an HTTP header has it, in seconds. */
    static String http(Instant time) {
        return HTTP.format(time);
    }

    static String text(Instant time) {
        return FORMAT.format(time);
    }

    static @Nullable String text(Optional<Instant> time) {
        return time.map(Times::text).orElse(null);
    }
}
