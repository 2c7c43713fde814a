package io.quotagate.vendor.smh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmhErrorsTest {

    private static ProviderException failure(int status, String body) {
        VendorAnswer answer =
                new VendorAnswer(status, Map.of("x-request-id", "req-1"), body.getBytes(StandardCharsets.UTF_8));
        return catchThrowableOfType(ProviderException.class, () -> SmhErrors.body(answer));
    }

    private static Reason reason(int status, String code) {
        return failure(status, "{\"code\":\"" + code + "\",\"message\":\"x\"}").reason();
    }

    @Test
    void eachCodeHasItsReason() {
        assertThat(List.of(
                        "EmptyLibraryId",
                        "EmptyLibraryIdOrSecret",
                        "EmptyAccessToken",
                        "NotMultiSpaceLibrary",
                        "ParamInvalid",
                        "SpaceIdInvalid",
                        "BadRequest"))
                .allMatch(code -> reason(400, code) == Reason.INVALID_REQUEST);
        assertThat(reason(403, "InvalidAccessToken")).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(List.of(
                        "NoPermission",
                        "AccessTokenNotMatchSpace",
                        "AccessTokenNotMatchLibrary",
                        "ReadForbidden",
                        "SpaceBanned"))
                .allMatch(code -> reason(403, code) == Reason.FORBIDDEN);
        assertThat(reason(403, "LibraryServiceExpired")).isEqualTo(Reason.SUSPENDED);
        assertThat(reason(403, "LibraryInitializing")).isEqualTo(Reason.UNAVAILABLE);
        assertThat(List.of("LibraryNotFound", "SpaceNotFound", "QuotaNotFound", "NoQuota", "RouteNotFound"))
                .allMatch(code -> reason(404, code) == Reason.NOT_FOUND);
        assertThat(reason(404, "WrongLibraryIdOrSecret")).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(reason(408, "ReadRequestTimeout")).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reason(414, "URITooLong")).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(reason(431, "HeaderFieldsTooLarge")).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(reason(499, "ClientDisconnected")).isEqualTo(Reason.UNAVAILABLE);
        assertThat(reason(429, "RateLimitExceeded")).isEqualTo(Reason.RATE_LIMITED);
        assertThat(List.of("InternalServerError", "ServerOverloaded", "RequestTimeout"))
                .allMatch(code -> reason(500, code) == Reason.UNAVAILABLE);
    }

    @Test
    void statusDecidesWhereTheCodeIsUnknownOrThereIsNone() {
        assertThat(reason(403, "SomethingNew")).isEqualTo(Reason.FORBIDDEN);
        assertThat(reason(503, "SomethingNew")).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(404, "not found").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure(401, "{}").reason()).isEqualTo(Reason.UNAUTHORIZED);
    }

    @Test
    void errorInsideASuccessIsAFailure() {
        assertThat(reason(200, "LibraryServiceExpired")).isEqualTo(Reason.SUSPENDED);
        assertThat(reason(200, "SomethingNew")).isEqualTo(Reason.CONTRACT_VIOLATION);
    }

    @Test
    void codeAndRequestIdAreKeptAndTheMessageIsNot() {
        ProviderException failure = failure(403, "{\"code\":\"NoPermission\",\"message\":\"not yours\"}");

        assertThat(failure.vendorCode()).contains("NoPermission");
        assertThat(failure.vendorRequestId()).contains("req-1");
        assertThat(failure.detail()).doesNotContain("not yours");
    }
}
