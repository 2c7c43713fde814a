package io.quotagate.api;

import io.quotagate.provider.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every kind of problem that an answer may name; each resolves to a page under {@code /problems/}. */
enum ProblemType {
    INVALID_REQUEST(
            "The request is not valid",
            "A parameter, a header or the body is unknown or has a value that is not allowed. The member errors names"
                    + " every one of them and what would be right."),
    AUTHENTICATION_REQUIRED(
            "Valid credentials are required",
            "Send an API key of the tenant in the header X-API-Key, or, where the gateway's operators have set up an"
                    + " issuer, a bearer token of it in the header Authorization. A key or token that is unknown, expired,"
                    + " revoked or meant for somebody else counts as none."),
    MISSING_SCOPE(
            "The credentials do not allow this",
            "The tenant is visible to the caller, but the scope that this operation needs is not among those of its"
                    + " credentials."),
    RATE_LIMITED(
            "The caller asks more often than it may",
            "RateLimit-Policy says how much each caller may ask in how many seconds, RateLimit how much of that is left;"
                    + " Retry-After says when to come again."),
    ISSUER_UNAVAILABLE(
            "The issuer of tokens is unavailable",
            "Bearer tokens are verified with keys of their issuer, which cannot be had at the moment. It says nothing of"
                    + " the token. API keys are not affected."),
    NOT_FOUND(
            "There is no such thing for this caller",
            "The path, the tenant or the quota does not exist, or the caller may not see it; the two are not told apart."),
    METHOD_NOT_ALLOWED("The method is not allowed here", "The path exists, but not for this method."),
    NOT_ACCEPTABLE(
            "No acceptable representation", "The answer cannot be given in a form that the Accept header allows."),
    UNSUPPORTED_MEDIA_TYPE("The body's media type is not supported", "Send application/json."),
    REQUEST_TOO_LARGE(
            "The request is too large",
            "More than the gateway takes: of a body (status 413), of a path and query (414) or of headers (431)."),
    SOURCES_UNUSABLE(
            "The sources do not allow an answer",
            "Nothing of what was asked can be shown, or the caller required all sources and some cannot be shown. The"
                    + " member sources says what became of each; Retry-After says when the next attempt is due."),
    COOLING_DOWN(
            "It was refreshed a moment ago",
            "Every connection that was to be refreshed is still in the cool-down after the refresh before. Retry-After"
                    + " says when the first of them may be refreshed again."),
    IDEMPOTENCY_KEY_REUSED(
            "The Idempotency-Key was used for another request",
            "The same caller sent the key with another body less than 24 hours ago. Use a new one."),
    OVERLOADED(
            "The gateway has too much to do",
            "More is asked of it than it can answer, by all its callers together. Nothing was done for this request."
                    + " Retry-After says when to try again."),
    TOO_MANY_LISTENERS(
            "Too many listen to events already",
            "As many streams of events are open as may be: of the caller, of the tenant, or of the gateway. Close one, or"
                    + " come again; Retry-After says when. Reads of the report are not affected."),
    INTERNAL_ERROR("The gateway failed", "A fault of the gateway itself. The traceId helps its operators to find it."),

    SOURCE_UNAUTHORIZED(
            "The vendor refused the credential", "The connection's credential is wrong, expired or was replaced."),
    SOURCE_FORBIDDEN(
            "The vendor may not be asked for this",
            "The credential is good but may not read this, or the gateway's egress rule does not allow the address."),
    SOURCE_NOT_FOUND(
            "The vendor does not know the thing asked for",
            "A setting of the connection names something that is gone."),
    SOURCE_INVALID_REQUEST(
            "The vendor refused the request", "A setting of the connection is not what the vendor expects."),
    SOURCE_RATE_LIMITED("The vendor asks for fewer calls", "The next attempt waits as long as the vendor asks."),
    SOURCE_SUSPENDED("The vendor's account is suspended", "The vendor gives no numbers until its service is renewed."),
    SOURCE_TIMEOUT("The vendor did not answer in time", "The whole chain of calls took longer than the gateway waits."),
    SOURCE_UNAVAILABLE("The vendor is unavailable", "It cannot be reached, or says that it is at fault itself."),
    SOURCE_CONTRACT_VIOLATION(
            "The vendor's answer is not what it documents",
            "Nothing of such an answer is shown; the last good numbers stay as long as they may."),
    SOURCE_CLOCK_SKEW(
            "The vendor refused the time of the signature", "The gateway's clock and the vendor's do not agree."),
    SOURCE_CIRCUIT_OPEN(
            "The vendor is left alone for a moment",
            "It failed again and again, this connection or many at the same address; it is asked again soon."),
    SOURCE_PENDING("The vendor has not answered yet", "The caller's own bound ended before the fetch did.");

    /** The path under which the pages stand. */
    static final String PATH = "/problems/";

    private final String title;
    private final String explanation;

    ProblemType(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    static ProblemType of(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> SOURCE_UNAUTHORIZED;
            case FORBIDDEN -> SOURCE_FORBIDDEN;
            case NOT_FOUND -> SOURCE_NOT_FOUND;
            case INVALID_REQUEST -> SOURCE_INVALID_REQUEST;
            case RATE_LIMITED -> SOURCE_RATE_LIMITED;
            case SUSPENDED -> SOURCE_SUSPENDED;
            case TIMEOUT -> SOURCE_TIMEOUT;
            case UNAVAILABLE -> SOURCE_UNAVAILABLE;
            case CONTRACT_VIOLATION -> SOURCE_CONTRACT_VIOLATION;
            case CLOCK_SKEW -> SOURCE_CLOCK_SKEW;
            case CIRCUIT_OPEN -> SOURCE_CIRCUIT_OPEN;
            case PENDING -> SOURCE_PENDING;
        };
    }

    /** The kind of problem with which the framework means that status. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413, 414, 431 -> REQUEST_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
        };
    }

    static Optional<ProblemType> find(String slug) {
        return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
    }

    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True where it is a source's, not a request's. */
    boolean isOfASource() {
        return name().startsWith("SOURCE_");
    }

    /** The problem's type as answers name it: a path of this gateway. */
    String uri() {
        return PATH + slug();
    }

    String title() {
        return title;
    }

    String explanation() {
        return explanation;
    }
}
