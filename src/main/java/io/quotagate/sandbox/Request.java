package io.quotagate.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call to a simulated vendor, as it arrived.
 *
 * @param id made here; vendors that name their requests send it back
 * @param base what stands before the vendor's own path, e.g. {@code /sandbox/koodrive}; may be empty
 * @param path the vendor's own path, raw
 * @param query raw; empty where there is none
 * @param headers by lower-case name, the first value of each
 * @param now by the simulated vendor's clock
 */
record Request(
        String id,
        String method,
        String base,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        Instant now) {

    Request {
        headers = Map.copyOf(headers);
    }

    /** The whole path as the client sent it, and signed it where the vendor's signature covers the path. */
    String sentPath() {
        return base + path;
    }

    boolean is(String otherMethod, String otherPath) {
        return method.equals(otherMethod) && path.equals(otherPath);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** The query's parameters, decoded, in order; of a repeated one the last. */
    Map<String, String> parameters() {
        return parameters(query);
    }

    /** Parameters in the form of a query or of an HTML form, decoded. */
    static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** One segment of a path, decoded; there a plus sign is a plus sign. */
    static String segment(String encoded) {
        return decode(encoded.replace("+", "%2B"));
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return encoded;
        }
    }
}
