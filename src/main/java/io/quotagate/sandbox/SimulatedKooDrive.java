package io.quotagate.sandbox;

import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Huawei Cloud KooDrive: the service's usage and its subscription, by access token or by app signature.
 *
 * @see <a href="https://support.huaweicloud.com/intl/en-us/api-koodrive/GetQuotaUsed.html">GetQuotaUsed</a>
 */
@Singleton
class SimulatedKooDrive implements SimulatedVendor {

    private static final String SERVICE = "/koodrive/ose/v1/service";
    private static final String QUOTA_USED = SERVICE + "/quotaUsed";

    private static final int TRACE_ID_LENGTH = 58;
    private static final Duration OLDEST_SIGNATURE = Duration.ofMinutes(15);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String USAGE = """
            {"data":{"spaceUsed":%d,"spaceCapacity":10240,"deptSpaceQuota":6144,"personalSpaceQuota":2048,\
            "groupSpaceQuota":2048,"reservedSpaceQuota":0,"spaceQuotaUsed":327,"deptSpaceUsed":1975057,\
            "deptSpaceQuotaUsed":42,"personalSpaceUsed":3933426,"personalSpaceQuotaUsed":35,"groupSpaceUsed":1844815,\
            "groupSpaceQuotaUsed":250,"userCount":20,"userMaxCount":100,"packageDownloadExpires":7,"productType":"1"},\
            "code":0,"msg":"success"}""";

    private static final String SUBSCRIPTION = """
            {"data":{"tenantId":"40086000004871666","status":0,"spaceCapacity":10240,"userCount":100,\
            "personalSpaceSize":0,"groupSpaceSize":10,"organizationName":"KooDrive",\
            "organizationId":"9190086000001210958","rootDeptCode":"aed8a3763f9b4177beb2dd8bce1a3885",\
            "departmentSpaceSize":0,"productType":"2","wpsAvailable":true,"aiAvailable":true},\
            "code":0,"msg":"Successful"}""";

    @Override
    public String provider() {
        return "koodrive";
    }

    @Override
    public Set<Call> calls() {
        return Set.of(Call.DATA, Call.SERVICE);
    }

    @Override
    public Call call(Request request) {
        return request.path().equals(SERVICE) ? Call.SERVICE : Call.DATA;
    }

    @Override
    public Reply answer(Request request) {
        return respond(request).with("X-Request-Id", request.id());
    }

    private Reply respond(Request request) {
        if (!request.is("GET", QUOTA_USED) && !request.is("GET", SERVICE)) {
            return gateway(request, 404, "APIG.0101", "The API does not exist or has not been published");
        }
        return refusal(request).orElseGet(() -> Reply.json(200, right(request)));
    }

    private static String right(Request request) {
        return request.path().equals(SERVICE) ? SUBSCRIPTION : USAGE.formatted(7753298);
    }

    private static Optional<Reply> refusal(Request request) {
        boolean traceable = request.header("X-Traceid")
                .map(id -> id.length() == TRACE_ID_LENGTH)
                .orElse(true);
        if (!traceable) {
            return Optional.of(envelope(400, 13000102, "Verify parameters failed."));
        }
        String authorization = request.header("Authorization").orElse("");
        if (authorization.isEmpty()) {
            return Optional.of(gateway(request, 401, "APIG.0301", "Incorrect authentication information"));
        }
        if (authorization.startsWith(KooDriveSignature.SCHEME)) {
            return flaw(request, authorization).map(flaw -> gateway(request, 400, "APIGW.0301", flaw));
        }
        return isToken(authorization)
                ? Optional.empty()
                : Optional.of(envelope(400, 13000201, "The access token is invalid."));
    }

    /** The three forms that the documentation shows. */
    private static boolean isToken(String authorization) {
        String token = SandboxAccount.KOODRIVE_ACCESS_TOKEN;
        return List.of("Bearer " + token, "Bearer+" + token, token).contains(authorization);
    }

    /** What is wrong with an app signature. */
    private static Optional<String> flaw(Request request, String authorization) {
        Optional<KooDriveSignature> parsed = KooDriveSignature.of(authorization);
        if (parsed.isEmpty()) {
            return Optional.of("Authorization is malformed");
        }
        KooDriveSignature signature = parsed.get();
        if (!signature.signedHeaders().containsAll(List.of("x-date", "x-user-id"))) {
            return Optional.of("x-date and x-user-id must be signed");
        }
        if (!signature.signedHeaders().stream()
                .allMatch(name -> request.header(name).isPresent())) {
            return Optional.of("a signed header is missing");
        }
        if (!isTimely(request)) {
            return Optional.of("X-Date is malformed, in the future or too old");
        }
        boolean known = signature.appId().equals(SandboxAccount.KOODRIVE_APP_ID)
                && request.header("X-User-Id").equals(Optional.of(SandboxAccount.KOODRIVE_USER_ID));
        if (!known) {
            return Optional.of("unknown AppId or X-User-Id");
        }
        return signature.isOf(request, SandboxAccount.KOODRIVE_APP_SECRET)
                ? Optional.empty()
                : Optional.of("Verify signature failed");
    }

    private static boolean isTimely(Request request) {
        try {
            Instant date = Instant.from(DATE.parse(request.header("X-Date").orElse("")));
            return !date.isAfter(request.now()) && !date.isBefore(request.now().minus(OLDEST_SIGNATURE));
        } catch (DateTimeParseException malformed) {
            return false;
        }
    }

    @Override
    public Reply unavailable(Request request) {
        return envelope(500, 500, "Internal Server Error").with("X-Request-Id", request.id());
    }

    @Override
    public Reply throttled(Request request) {
        return gateway(request, 429, "APIG.0308", "The throttling threshold has been reached");
    }

    @Override
    public Reply unauthorized(Request request) {
        return envelope(400, 13000201, "The access token is invalid.").with("X-Request-Id", request.id());
    }

    /** A negative size; for the subscription the example of the documentation, which lacks a comma. */
    @Override
    public Reply wrong(Request request) {
        return Reply.json(
                200,
                call(request) == Call.SERVICE
                        ? SUBSCRIPTION.replace(",\"productType\"", "\"productType\"")
                        : USAGE.formatted(-1));
    }

    private static Reply envelope(int status, int code, String message) {
        return Reply.json(
                status, new JsonObject().put("code", code).put("msg", message).encode());
    }

    /** As the API gateway in front of KooDrive answers. */
    private static Reply gateway(Request request, int status, String code, String message) {
        JsonObject body = new JsonObject()
                .put("error_msg", message)
                .put("error_code", code)
                .put("request_id", request.id());
        return Reply.json(status, body.encode()).with("X-Request-Id", request.id());
    }
}
