package io.quotagate.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A vendor's answer as it came, of any status.
 *
 * @param headers by lower-case name, first value
 * @param body empty where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read once
public record VendorAnswer(int status, Map<String, String> headers, byte[] body) {

    /** What JSON is sent as; none at all is taken for it too, since ZStack names no type. */
    private static final Pattern JSON_TYPE =
            Pattern.compile("(application/([a-z0-9.-]+\\+)?json|text/json)\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern CHARSET =
            Pattern.compile(";\\s*charset\\b\\s*=?\\s*\"?([^\";\\s]*)", Pattern.CASE_INSENSITIVE);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    /** The body as exact JSON; a contract violation where it is none. */
    public VendorJson json() {
        if (!header("Content-Encoding").orElse("identity").equalsIgnoreCase("identity")
                || !header("Transfer-Encoding").orElse("chunked").equalsIgnoreCase("chunked")) {
            throw ProviderException.violation("the answer is encoded, which it was not asked to be");
        }
        if (!header("Content-Type").map(VendorAnswer::isUtf8Json).orElse(true)) {
            throw ProviderException.violation("the answer is not declared as JSON in UTF-8");
        }
        return VendorJson.parse(body);
    }

    private static boolean isUtf8Json(String type) {
        return JSON_TYPE.matcher(type.strip()).matches()
                && CHARSET.matcher(type)
                        .results()
                        .map(charset -> charset.group(1))
                        .allMatch("utf-8"::equalsIgnoreCase);
    }

    /** The body as JSON where it is a JSON object: errors often come as plain text or as a proxy's page. */
    public Optional<VendorJson> errorJson() {
        try {
            return Optional.of(json()).filter(VendorJson::isObject);
        } catch (ProviderException notJson) {
            return Optional.empty();
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public boolean isSuccess() {
        return status == 200;
    }

    /** What the status alone says, where the vendor's own code says no more. */
    public Reason reason() {
        return switch (status) {
            case 401 -> Reason.UNAUTHORIZED;
            case 403 -> Reason.FORBIDDEN;
            case 404 -> Reason.NOT_FOUND;
            case 408 -> Reason.UNAVAILABLE;
            case 429 -> Reason.RATE_LIMITED;
            default -> {
                if (status >= 500) {
                    yield Reason.UNAVAILABLE;
                }
                yield status >= 400 ? Reason.INVALID_REQUEST : Reason.CONTRACT_VIOLATION;
            }
        };
    }

    /** How long the vendor asks us to stay away, at most ten minutes (RFC 9110 §10.2.3). */
    public Optional<Duration> retryAfter() {
        return header("Retry-After")
                .map(String::strip)
                .flatMap(text -> text.matches("\\d{1,9}") ? seconds(text) : untilDate(text))
                .map(wish -> wish.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wish);
    }

    private static Optional<Duration> seconds(String text) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }

    /** Counted from the vendor's own clock, which stands in the same answer. */
    private Optional<Duration> untilDate(String text) {
        return date(text)
                .flatMap(until -> header("Date").flatMap(VendorAnswer::date).map(now -> Duration.between(now, until)))
                .filter(wish -> !wish.isNegative());
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "VendorAnswer[" + status + ", " + body.length + " bytes]";
    }

    static Map<String, String> firstValues(Map<String, List<String>> headers) {
        Map<String, String> first = new HashMap<>();
        headers.forEach((name, values) -> {
            if (!values.isEmpty()) {
                first.putIfAbsent(name.toLowerCase(Locale.ROOT), values.get(0));
            }
        });
        return first;
    }
}
