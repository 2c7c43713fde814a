package io.quotagate.vendor.zstack;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.provider.VendorJson;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * ZStack's answers, told apart. Every failure of the API itself is a 503, so its code decides, not the status; what the
 * server in front of the API refuses is plain text, read here but never shown.
 *
 * @see <a href="https://github.com/zstackio/zstack/blob/master/rest/src/main/java/org/zstack/rest/RestServer.java">
 *     RestServer</a>
 * @see <a href="https://github.com/zstackio/zstack/tree/master/conf/errorCodes">Error codes</a>
 */
final class ZStackErrors {

    /** ZStack names no request; a proxy before it may. */
    private static final String REQUEST_ID = "X-Request-Id";

    private ZStackErrors() {}

    /** The JSON object of an answer that is a success in status and body; fails with the reason otherwise. */
    static VendorJson result(VendorAnswer answer) {
        if (!answer.isSuccess()) {
            throw failure(answer);
        }
        VendorJson json = answer.json();
        boolean refused = !json.get("error").isMissing()
                || json.get("success").flag().filter(success -> !success).isPresent();
        if (refused) {
            throw ofCode(code(json), answer);
        }
        return json;
    }

    private static ProviderException failure(VendorAnswer answer) {
        String code = answer.errorJson().map(ZStackErrors::code).orElse("");
        return code.isEmpty() ? ofText(answer).of(answer, REQUEST_ID) : ofCode(code, answer);
    }

    private static String code(VendorJson json) {
        return json.get("error").get("code").code().orElse("");
    }

    private static ProviderException ofCode(String code, VendorAnswer answer) {
        return meaning(code, answer).code(code).of(answer, REQUEST_ID);
    }

    private static ProviderException meaning(String code, VendorAnswer answer) {
        return switch (code) {
            case "ID.1001" -> ProviderException.sessionExpired("ZStack no longer accepts the session");
            case "ID.1000" -> unauthorized("ZStack refused the credential");
            case "ID.1005" -> unauthorized("ZStack wants the account's password changed first");
            case "ID.1006" -> unauthorized("ZStack has too many sessions of this account and opens no more");
            case "ID.1002" ->
                new ProviderException(
                        Reason.FORBIDDEN, "ZStack does not let this account read the organization's quota");
            case "SYS.1003" ->
                new ProviderException(Reason.NOT_FOUND, "ZStack does not know the organization or the account");
            case "SYS.1007" -> new ProviderException(Reason.INVALID_REQUEST, "ZStack refused the request's arguments");
            default ->
                code.startsWith("LOGIN_CONTROL.")
                        ? unauthorized("ZStack does not let this account log in unattended: it is locked or wants"
                                + " a captcha")
                        : unknown(answer);
        };
    }

    private static ProviderException unauthorized(String detail) {
        return new ProviderException(Reason.UNAUTHORIZED, detail);
    }

    /** A code that says no more than that ZStack failed, its own time-out and a node that is starting included. */
    private static ProviderException unknown(VendorAnswer answer) {
        boolean telling = answer.status() >= 400 && answer.status() < 500;
        return telling ? ofStatus(answer) : new ProviderException(Reason.UNAVAILABLE, detail(Reason.UNAVAILABLE));
    }

    private static ProviderException ofText(VendorAnswer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
        if (text.contains("requesttimetooskewed")) {
            return new ProviderException(
                    Reason.CLOCK_SKEW,
                    "ZStack refused the time of the signature: its clock or its time zone (setting dateZone) is"
                            + " another");
        }
        boolean ofCredential =
                text.contains("authorization") || text.contains("access key") || text.contains("accesskey");
        if (answer.status() == 400 && ofCredential) {
            return unauthorized("ZStack refused the form of the credential");
        }
        if (answer.status() == 404) {
            return new ProviderException(
                    Reason.NOT_FOUND,
                    "ZStack has no such call: the base URL has a wrong path, or this version is older than 4.3.6");
        }
        return ofStatus(answer);
    }

    private static ProviderException ofStatus(VendorAnswer answer) {
        return new ProviderException(answer.reason(), detail(answer.reason()));
    }

    private static String detail(Reason reason) {
        return switch (reason) {
            case UNAUTHORIZED -> "ZStack refused the credential";
            case FORBIDDEN -> "ZStack does not let this account read the organization's quota";
            case NOT_FOUND -> "ZStack does not know the resource";
            case INVALID_REQUEST -> "ZStack refused the request";
            case RATE_LIMITED -> "ZStack asks for fewer calls";
            case UNAVAILABLE -> "ZStack reported a fault of its own";
            case CONTRACT_VIOLATION -> "ZStack answered with a status that its documentation does not know";
            case SUSPENDED, TIMEOUT, CLOCK_SKEW, CIRCUIT_OPEN, PENDING -> "ZStack did not answer the request";
        };
    }
}
