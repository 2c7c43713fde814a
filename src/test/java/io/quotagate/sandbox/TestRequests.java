package io.quotagate.sandbox;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Calls as a client of a simulated vendor would make them. */
final class TestRequests {

    static final Instant NOW = Instant.parse("2024-09-09T03:33:30Z");

    private TestRequests() {}

    static Request get(String path) {
        return call("GET", path, "");
    }

    /** @param target path, and query after a question mark */
    static Request call(String method, String target, String body) {
        int mark = target.indexOf('?');
        return new Request(
                "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                method,
                "",
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? "" : target.substring(mark + 1),
                Map.of(),
                body,
                NOW);
    }

    static Request with(Request request, String header, String value) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(header.toLowerCase(Locale.ROOT), value);
        return new Request(
                request.id(),
                request.method(),
                request.base(),
                request.path(),
                request.query(),
                headers,
                request.body(),
                request.now());
    }

    static Request at(Request request, Instant now) {
        return new Request(
                request.id(),
                request.method(),
                request.base(),
                request.path(),
                request.query(),
                request.headers(),
                request.body(),
                now);
    }
}
