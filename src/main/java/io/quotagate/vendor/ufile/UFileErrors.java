package io.quotagate.vendor.ufile;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.provider.VendorJson;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * UCloud's answers, told apart. Failures come with status 200 and a {@code RetCode}, which sibling actions spell
 * {@code Retcode} and some services write as text.
 *
 * @see <a href="https://docs.ucloud.cn/api/summary/public">Common codes</a>
 * @see <a href="https://docs.ucloud.cn/api/ufile-api/error_code">Codes of US3</a>
 */
final class UFileErrors {

    private static final String REQUEST_ID = "X-UCLOUD-REQUEST-UUID";
    private static final String NO_BUCKET_YET = "15026";

    private UFileErrors() {}

    /** The body of an answer that is a success in status and code; fails with the reason otherwise. */
    static VendorJson body(VendorAnswer answer) {
        if (!answer.isSuccess()) {
            Optional<String> code =
                    answer.errorJson().flatMap(json -> retCode(json).code()).filter(text -> !text.equals("0"));
            throw failure(answer, code);
        }
        VendorJson json = answer.json();
        VendorJson place = agreed(json);
        BigDecimal code = place.decimal().orElseThrow(() -> place.violation("must be a number"));
        if (code.signum() != 0) {
            throw failure(answer, Optional.of(code.stripTrailingZeros().toPlainString()));
        }
        return json;
    }

    /** Under either spelling. */
    private static VendorJson retCode(VendorJson json) {
        VendorJson code = json.get("RetCode");
        return code.isMissing() ? json.get("Retcode") : code;
    }

    /** Where both spellings are there, they must say the same for the answer to be a success. */
    private static VendorJson agreed(VendorJson json) {
        VendorJson code = retCode(json);
        VendorJson sibling = json.get("Retcode");
        if (!sibling.isMissing() && !code.code().equals(sibling.code())) {
            throw sibling.violation("must not contradict RetCode");
        }
        return code;
    }

    private static ProviderException failure(VendorAnswer answer, Optional<String> code) {
        Reason reason = code.map(text -> reason(answer, text)).orElseGet(answer::reason);
        String detail = code.filter(NO_BUCKET_YET::equals).isPresent()
                ? "UCloud knows no balance before the first bucket is created"
                : detail(reason);
        return new ProviderException(reason, detail).code(code.orElse(null)).of(answer, REQUEST_ID);
    }

    private static Reason reason(VendorAnswer answer, String code) {
        return switch (code) {
            case "153" -> Reason.RATE_LIMITED;
            case "170", "171", "172", "173", "174" -> Reason.UNAUTHORIZED;
            case "292", NO_BUCKET_YET, "15039" -> Reason.NOT_FOUND;
            case "293", "294", "295", "299", "15037" -> Reason.FORBIDDEN;
            case "160", "161", "220", "230" -> Reason.INVALID_REQUEST;
            // The balance does not suffice: no numbers until somebody pays.
            case "15019" -> Reason.SUSPENDED;
            case "110", "130", "150", "15004", "15005", "15006", "15007", "15012", "15013" -> Reason.UNAVAILABLE;
            default -> answer.isSuccess() ? Reason.UNAVAILABLE : answer.reason();
        };
    }

    private static String detail(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "UCloud refused the key or its signature";
            case FORBIDDEN -> "UCloud does not let this key read the balances";
            case NOT_FOUND -> "UCloud does not know the project or resource";
            case INVALID_REQUEST -> "UCloud refused the request";
            case RATE_LIMITED -> "UCloud asks for fewer calls";
            case SUSPENDED -> "UCloud gives no numbers while the account's balance does not suffice";
            case UNAVAILABLE -> "UCloud reported a fault of its own";
            case CONTRACT_VIOLATION -> "UCloud answered with a status that its documentation does not know";
            case TIMEOUT, CLOCK_SKEW, CIRCUIT_OPEN, PENDING -> "UCloud did not answer the request";
        };
    }
}
