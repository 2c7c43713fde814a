package io.quotagate.vendor.koodrive;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.provider.VendorJson;
import java.util.Optional;

/**
 * KooDrive's answers, told apart. The body's code decides before the status: 400 means "not authenticated" as well as
 * "bad parameter", and 200 may carry an error.
 *
 * @see <a href="https://support.huaweicloud.com/intl/en-us/api-koodrive/ErrorCode.html">Error codes</a>
 */
final class KooDriveErrors {

    private static final String REQUEST_ID = "X-Request-Id";

    private KooDriveErrors() {}

    /** The {@code data} of an answer that is a success in status and code; fails with the reason otherwise. */
    static VendorJson data(VendorAnswer answer) {
        if (!answer.isSuccess()) {
            throw failure(answer, answer.errorJson().flatMap(KooDriveErrors::code));
        }
        VendorJson json = answer.json();
        String code = code(json).orElseThrow(() -> json.get("code").violation("must be a number"));
        if (!code.equals("0")) {
            throw failure(answer, Optional.of(code));
        }
        return json.object("data");
    }

    /** KooDrive's own envelope says {@code code}, the API gateway before it says {@code error_code}, and no success. */
    private static Optional<String> code(VendorJson json) {
        return json.get("error_code")
                .code()
                .filter(code -> !code.equals("0"))
                .or(() -> json.get("code").code());
    }

    private static ProviderException failure(VendorAnswer answer, Optional<String> code) {
        Reason reason = code.map(text -> reason(answer, text)).orElseGet(() -> reasonOfStatus(answer));
        return new ProviderException(reason, detail(reason))
                .code(code.orElse(null))
                .of(answer, REQUEST_ID)
                .orRequestId(answer.errorJson()
                        .flatMap(json -> json.get("request_id").code()));
    }

    private static Reason reason(VendorAnswer answer, String code) {
        return switch (code) {
            case "13000201" -> Reason.UNAUTHORIZED;
            case "13000410" -> Reason.FORBIDDEN;
            case "13000301", "13000309" -> Reason.NOT_FOUND;
            default -> {
                if (answer.status() == 401 || answer.status() == 429 || answer.status() >= 500) {
                    yield answer.reason();
                }
                if (code.startsWith("APIG")) {
                    yield answer.reason();
                }
                if (code.startsWith("13000")) {
                    yield Reason.INVALID_REQUEST;
                }
                yield answer.isSuccess() ? Reason.UNAVAILABLE : reasonOfStatus(answer);
            }
        };
    }

    /** A 400 without a business code is the documented answer to failed authentication. */
    private static Reason reasonOfStatus(VendorAnswer answer) {
        return answer.status() == 400 ? Reason.UNAUTHORIZED : answer.reason();
    }

    private static String detail(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "KooDrive refused the credential";
            case FORBIDDEN -> "KooDrive does not let this user read the service's usage";
            case NOT_FOUND -> "KooDrive does not know the resource";
            case INVALID_REQUEST -> "KooDrive refused the request";
            case RATE_LIMITED -> "KooDrive asks for fewer calls";
            case UNAVAILABLE -> "KooDrive reported a fault of its own";
            case CONTRACT_VIOLATION -> "KooDrive answered with a status that its documentation does not know";
            case SUSPENDED, TIMEOUT, CLOCK_SKEW, CIRCUIT_OPEN, PENDING -> "KooDrive did not answer the request";
        };
    }
}
