package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {

    private final ProblemType type;
    private final int status;
    private final Map<String, String> headers;
    private final List<Invalid> invalid;

    private ProblemException(
            ProblemType type, int status, String detail, Map<String, String> headers, List<Invalid> invalid) {
        super(detail, null, false, false);
        this.type = type;
        this.status = status;
        this.headers = new TreeMap<>(headers);
        this.invalid = List.copyOf(invalid);
    }

    static ProblemException of(ProblemType type, int status, String detail) {
        return new ProblemException(type, status, detail, Map.of(), List.of());
    }

    /** A bad request that names everything that is wrong with it. */
    static ProblemException invalid(List<Invalid> invalid) {
        String names =
                String.join(", ", invalid.stream().map(Invalid::name).distinct().toList());
        return new ProblemException(ProblemType.INVALID_REQUEST, 400, "Not valid: " + names + ".", Map.of(), invalid);
    }

    /** The same answer for a thing that does not exist and one that the caller may not see. */
    static ProblemException notFound() {
        return of(ProblemType.NOT_FOUND, 404, "There is no such thing for this caller.");
    }

    static ProblemException unauthenticated() {
        return new ProblemException(
                ProblemType.AUTHENTICATION_REQUIRED,
                401,
                "Valid credentials are required.",
                Map.of("WWW-Authenticate", "ApiKey realm=\"quotagate\""),
                List.of());
    }

    /** All that was to be refreshed was refreshed a moment ago. */
    static ProblemException coolingDown(Duration left) {
        return new ProblemException(
                ProblemType.COOLING_DOWN,
                429,
                "All of it was refreshed a moment ago.",
                Map.of("Retry-After", Long.toString(Math.max(1, (left.toMillis() + 999) / 1_000))),
                List.of());
    }

    ProblemType type() {
        return type;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    List<Invalid> invalid() {
        return invalid;
    }
}
