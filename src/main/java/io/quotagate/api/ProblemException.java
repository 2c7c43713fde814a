package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String KEY_CHALLENGE = "ApiKey realm=\"quotagate\"";
    private static final String TOKEN_CHALLENGE = "Bearer realm=\"quotagate\"";

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

    /** @param tokens whether bearer tokens would do, too */
    static ProblemException unauthenticated(boolean tokens) {
        return unauthenticated(tokens ? KEY_CHALLENGE + ", " + TOKEN_CHALLENGE : KEY_CHALLENGE);
    }

    /** @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-3">RFC 6750, 3</a> */
    static ProblemException invalidToken() {
        return unauthenticated(KEY_CHALLENGE + ", " + TOKEN_CHALLENGE + ", error=\"invalid_token\"");
    }

    /** What the framework refuses with that status. */
    static ProblemException ofStatus(int status) {
        ProblemType type = ProblemType.ofStatus(status);
        return type == ProblemType.NOT_FOUND ? notFound() : of(type, status, type.explanation());
    }

    private static ProblemException unauthenticated(String challenge) {
        return new ProblemException(
                ProblemType.AUTHENTICATION_REQUIRED,
                401,
                "Valid credentials are required.",
                Map.of(CHALLENGE, challenge),
                List.of());
    }

    /** A token cannot be verified as things are. */
    static ProblemException issuerUnavailable() {
        return retry(ProblemType.ISSUER_UNAVAILABLE, 503, "The token cannot be verified at the moment.", 1);
    }

    /** The caller sees the tenant and may not do that with it. */
    static ProblemException missingScope(Caller caller, Permission permission) {
        return missingScope(caller.kind(), permission);
    }

    static ProblemException missingScope(Caller.Kind kind, Permission permission) {
        String scope = permission.scope();
        return new ProblemException(
                ProblemType.MISSING_SCOPE,
                403,
                "The credentials lack the scope " + scope + ".",
                kind == Caller.Kind.BEARER_TOKEN
                        ? Map.of(CHALLENGE, TOKEN_CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope + "\"")
                        : Map.of(),
                List.of());
    }

    /** @param most bytes that are taken */
    static ProblemException bodyTooLarge(long most) {
        return of(ProblemType.REQUEST_TOO_LARGE, 413, "A body of at most " + most + " bytes is taken.");
    }

    /** @param most headers that are taken */
    static ProblemException tooManyHeaders(int most) {
        return of(ProblemType.REQUEST_TOO_LARGE, 431, "At most " + most + " headers are taken.");
    }

    /** The caller sent the key with something else. */
    static ProblemException idempotencyKeyReused() {
        return of(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                422,
                "The Idempotency-Key was used for another request within a day.");
    }

    /** The caller asked more often than it may. */
    static ProblemException rateLimited(long waitSeconds) {
        return retry(ProblemType.RATE_LIMITED, 429, "The caller asks more often than it may.", waitSeconds);
    }

    /** Too much is asked at once. */
    static ProblemException overloaded() {
        return retry(ProblemType.OVERLOADED, 503, "Too much is asked of the gateway at once.", 1);
    }

    /** As many listen to events as may. */
    static ProblemException tooManyListeners() {
        return retry(ProblemType.TOO_MANY_LISTENERS, 503, "Too many listen to events already.", 10);
    }

    /** All that was to be refreshed was refreshed a moment ago. */
    static ProblemException coolingDown(Duration left) {
        return retry(
                ProblemType.COOLING_DOWN,
                429,
                "All of it was refreshed a moment ago.",
                (left.toMillis() + 999) / 1_000);
    }

    private static ProblemException retry(ProblemType type, int status, String detail, long seconds) {
        return new ProblemException(
                type, status, detail, Map.of("Retry-After", Long.toString(Math.max(1, seconds))), List.of());
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
