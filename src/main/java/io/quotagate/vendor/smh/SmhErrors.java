package io.quotagate.vendor.smh;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.provider.VendorJson;
import java.util.Optional;

/**
 * SMH's answers, told apart. The body's code decides before the status: an expired token comes with 403, a wrong
 * secret with 404.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1283/75500">Error codes</a>
 */
final class SmhErrors {

    private static final String REQUEST_ID = "X-Request-Id";
    private static final String TOKEN_REFUSED = "InvalidAccessToken";

    private SmhErrors() {}

    /** The body of an answer that is a success; fails with the reason otherwise. */
    static VendorJson body(VendorAnswer answer) {
        if (!answer.isSuccess()) {
            throw failure(answer, answer.errorJson().flatMap(SmhErrors::code));
        }
        VendorJson json = answer.json();
        Optional<String> code = code(json);
        if (code.isPresent()) {
            throw failure(answer, code);
        }
        return json;
    }

    private static Optional<String> code(VendorJson json) {
        return json.get("code").code();
    }

    private static ProviderException failure(VendorAnswer answer, Optional<String> code) {
        return exception(answer, code)
                .code(code.orElse(null))
                .of(answer, REQUEST_ID)
                .orRequestId(
                        answer.errorJson().flatMap(json -> json.get("requestId").code()));
    }

    private static ProviderException exception(VendorAnswer answer, Optional<String> code) {
        Reason reason = code.map(text -> reason(answer, text)).orElseGet(answer::reason);
        return code.filter(TOKEN_REFUSED::equals).isPresent()
                ? ProviderException.sessionExpired(detail(reason))
                : new ProviderException(reason, detail(reason));
    }

    private static Reason reason(VendorAnswer answer, String code) {
        return switch (code) {
            case TOKEN_REFUSED, "WrongLibraryIdOrSecret" -> Reason.UNAUTHORIZED;
            case "NoPermission",
                    "AccessTokenNotMatchSpace",
                    "AccessTokenNotMatchLibrary",
                    "ReadForbidden",
                    "SpaceBanned" -> Reason.FORBIDDEN;
            case "LibraryServiceExpired" -> Reason.SUSPENDED;
            case "LibraryNotFound", "SpaceNotFound", "QuotaNotFound", "NoQuota", "RouteNotFound" -> Reason.NOT_FOUND;
            case "EmptyLibraryId",
                    "EmptyLibraryIdOrSecret",
                    "EmptyAccessToken",
                    "NotMultiSpaceLibrary",
                    "ParamInvalid",
                    "SpaceIdInvalid",
                    "BadRequest",
                    "URITooLong",
                    "HeaderFieldsTooLarge" -> Reason.INVALID_REQUEST;
            case "RateLimitExceeded" -> Reason.RATE_LIMITED;
            case "LibraryInitializing",
                    "InternalServerError",
                    "ServerOverloaded",
                    "RequestTimeout",
                    "ReadRequestTimeout",
                    "ClientDisconnected" -> Reason.UNAVAILABLE;
            default -> answer.reason();
        };
    }

    private static String detail(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "SMH refused the library secret or access token";
            case FORBIDDEN -> "SMH does not let this token read the spaces' usage";
            case NOT_FOUND -> "SMH does not know the library or space";
            case INVALID_REQUEST -> "SMH refused the request";
            case RATE_LIMITED -> "SMH asks for fewer calls";
            case SUSPENDED -> "SMH gives no numbers while the library's service has expired";
            case UNAVAILABLE -> "SMH reported a fault of its own or a library that is not ready";
            case CONTRACT_VIOLATION -> "SMH answered with a status or code that its documentation does not know";
            case TIMEOUT, CLOCK_SKEW, CIRCUIT_OPEN, PENDING -> "SMH did not answer the request";
        };
    }
}
