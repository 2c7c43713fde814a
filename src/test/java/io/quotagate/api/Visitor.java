package io.quotagate.api;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Somebody at the door. Its requests differ in nothing but what a test lets differ, so that answers can be compared word
 * for word.
 *
 * @param name for people
 * @param credentials lines of headers, whatever they are worth
 */
record Visitor(String name, List<String> credentials) {

    private static final String IDS = "traceparent: 00-11111111111111111111111111111111-2222222222222222-00\r\n"
            + "X-Request-Id: the-same-for-all\r\n";

    static Visitor withKeys(String name, String... keys) {
        return new Visitor(
                name, Arrays.stream(keys).map(key -> "X-API-Key: " + key).toList());
    }

    @CanIgnoreReturnValue
    Answer get(URI gateway, String target, String... headers) {
        return ask(gateway, "GET", target, List.of(headers), "");
    }

    /** @param target as it stands in the request line, whatever an honest client would make of it */
    Answer ask(URI gateway, String method, String target, List<String> headers, String body) {
        StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: gateway\r\n" + IDS);
        credentials.forEach(line -> request.append(line).append("\r\n"));
        headers.forEach(line -> request.append(line).append("\r\n"));
        if (!body.isEmpty()) {
            request.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        request.append("Connection: close\r\n\r\n").append(body);
        return new Answer(RawHttp.send(gateway, request.toString()));
    }

    @Override
    public String toString() {
        return name;
    }
}
