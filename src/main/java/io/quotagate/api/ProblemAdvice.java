package io.quotagate.api;

import java.util.List;

/** What a kind of problem comes with, and what whoever meets it can do. */
final class ProblemAdvice {

    private ProblemAdvice() {}

    /** The HTTP statuses of answers with such a problem; none where it is a source's, inside an answer. */
    static List<Integer> statuses(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST -> List.of(400);
            case AUTHENTICATION_REQUIRED -> List.of(401);
            case MISSING_SCOPE -> List.of(403);
            case NOT_FOUND -> List.of(404);
            case METHOD_NOT_ALLOWED -> List.of(405);
            case NOT_ACCEPTABLE -> List.of(406);
            case REQUEST_TOO_LARGE -> List.of(413, 414, 431);
            case UNSUPPORTED_MEDIA_TYPE -> List.of(415);
            case IDEMPOTENCY_KEY_REUSED -> List.of(422);
            case RATE_LIMITED, COOLING_DOWN -> List.of(429);
            case INTERNAL_ERROR -> List.of(500);
            case SOURCES_UNUSABLE -> List.of(502, 503, 504);
            case OVERLOADED, ISSUER_UNAVAILABLE, TOO_MANY_LISTENERS -> List.of(503);
            case SOURCE_UNAUTHORIZED,
                    SOURCE_FORBIDDEN,
                    SOURCE_NOT_FOUND,
                    SOURCE_INVALID_REQUEST,
                    SOURCE_RATE_LIMITED,
                    SOURCE_SUSPENDED,
                    SOURCE_TIMEOUT,
                    SOURCE_UNAVAILABLE,
                    SOURCE_CONTRACT_VIOLATION,
                    SOURCE_CLOCK_SKEW,
                    SOURCE_CIRCUIT_OPEN,
                    SOURCE_PENDING -> List.of();
        };
    }

    static String of(ProblemType type) {
        return switch (type) {
            case INVALID_REQUEST -> "Mend what errors names, and ask again. Asking the same again does not help.";
            case AUTHENTICATION_REQUIRED ->
                "Look whether the key or token is sent, whole, and still valid. Ask the gateway's operators for a new one.";
            case MISSING_SCOPE ->
                "Use credentials with the scope that detail names, or ask the gateway's operators for it.";
            case NOT_FOUND ->
                "Look at the spelling of the path and the ids. GET /v1/tenants lists the tenants that the caller may read.";
            case METHOD_NOT_ALLOWED -> "The header Allow names the methods that the path knows.";
            case NOT_ACCEPTABLE -> "Accept a media type that the OpenAPI document names for the operation.";
            case UNSUPPORTED_MEDIA_TYPE -> "Set Content-Type to application/json, and send JSON.";
            case REQUEST_TOO_LARGE -> "Ask for less at once, in several requests.";
            case IDEMPOTENCY_KEY_REUSED -> "Take a new key for each thing that is to be done.";
            case RATE_LIMITED, COOLING_DOWN, OVERLOADED, ISSUER_UNAVAILABLE, TOO_MANY_LISTENERS ->
                "Wait as many seconds as Retry-After says, then ask again.";
            case SOURCES_UNUSABLE ->
                "Read in sources what became of each connection. Where it will pass, wait as Retry-After says; without"
                        + " require=all a report is given of whatever can be shown.";
            case INTERNAL_ERROR -> "Ask again later. Tell the gateway's operators the traceId where it stays.";
            case SOURCE_UNAUTHORIZED -> "Replace the connection's credential. The old one is not tried faster for it.";
            case SOURCE_FORBIDDEN ->
                "Have the vendor allow the credential to read quotas, or the gateway's operators the address.";
            case SOURCE_NOT_FOUND, SOURCE_INVALID_REQUEST ->
                "Look at the connection's settings. GET /v1/providers says what they must be.";
            case SOURCE_RATE_LIMITED, SOURCE_CIRCUIT_OPEN -> "Nothing: it is asked again at nextAttemptAt.";
            case SOURCE_SUSPENDED -> "Renew the service at the vendor.";
            case SOURCE_TIMEOUT, SOURCE_UNAVAILABLE ->
                "Nothing: it is asked again at nextAttemptAt. Where it stays, look at the vendor's own status page.";
            case SOURCE_CONTRACT_VIOLATION ->
                "Tell the gateway's operators: the vendor may have changed its API, or something stands in between.";
            case SOURCE_CLOCK_SKEW -> "Have the gateway's operators look at the clock of its host.";
            case SOURCE_PENDING -> "Read again a moment later, or wait for longer.";
        };
    }
}
