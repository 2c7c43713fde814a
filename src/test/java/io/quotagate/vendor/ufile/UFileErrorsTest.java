package io.quotagate.vendor.ufile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UFileErrorsTest {

    private static ProviderException failure(int status, String body) {
        return catchThrowableOfType(ProviderException.class, () -> UFileErrors.body(answer(status, body)));
    }

    private static Reason reason(String code) {
        return failure(200, "{\"RetCode\":" + code + ",\"Message\":\"x\"}").reason();
    }

    private static VendorAnswer answer(int status, String body) {
        return new VendorAnswer(
                status, Map.of("x-ucloud-request-uuid", "req-1"), body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachCodeHasItsReason() {
        assertThat(List.of("110", "130", "150", "15004", "15005", "15006", "15007", "15012", "15013"))
                .allMatch(code -> reason(code) == Reason.UNAVAILABLE);
        assertThat(reason("153")).isEqualTo(Reason.RATE_LIMITED);
        assertThat(List.of("160", "161", "220", "230")).allMatch(code -> reason(code) == Reason.INVALID_REQUEST);
        assertThat(List.of("170", "171", "172", "173", "174")).allMatch(code -> reason(code) == Reason.UNAUTHORIZED);
        assertThat(List.of("292", "15026", "15039")).allMatch(code -> reason(code) == Reason.NOT_FOUND);
        assertThat(List.of("293", "294", "295", "299", "15037")).allMatch(code -> reason(code) == Reason.FORBIDDEN);
        assertThat(reason("15019")).isEqualTo(Reason.SUSPENDED);
        assertThat(List.of("1", "-1", "2000", "99999")).allMatch(code -> reason(code) == Reason.UNAVAILABLE);
    }

    @Test
    void codeMayBeTextAndSpelledOtherwise() {
        assertThat(reason("\"153\"")).isEqualTo(Reason.RATE_LIMITED);
        assertThat(reason("171.0")).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(200, "{\"Retcode\":299}").reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(UFileErrors.body(answer(200, "{\"Retcode\":0}")).isObject()).isTrue();
        assertThat(UFileErrors.body(answer(200, "{\"RetCode\":\"0\"}")).isObject())
                .isTrue();
    }

    @Test
    void answerWithoutACodeIsAContractViolation() {
        for (String body : List.of("{}", "{\"RetCode\":null}", "{\"RetCode\":true}", "{\"RetCode\":\"ok\"}", "[0]")) {
            assertThat(failure(200, body).reason()).as(body).isEqualTo(Reason.CONTRACT_VIOLATION);
        }
    }

    @Test
    void twoSpellingsMustSayTheSame() {
        assertThat(UFileErrors.body(answer(200, "{\"RetCode\":0,\"Retcode\":\"0\"}"))
                        .isObject())
                .isTrue();
        for (String body : List.of(
                "{\"RetCode\":0,\"Retcode\":171}",
                "{\"Retcode\":0,\"RetCode\":171}",
                "{\"RetCode\":[],\"Retcode\":0}")) {
            assertThat(failure(200, body).reason()).as(body).isEqualTo(Reason.CONTRACT_VIOLATION);
        }
    }

    @Test
    void codeDecidesBeforeStatus() {
        assertThat(failure(403, "{\"RetCode\":171}").reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failure(403, "{\"RetCode\":0}").reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure(502, "<html>").reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(429, "{\"RetCode\":5}").reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure(503, "{\"RetCode\":0,\"Retcode\":5}").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void codeAndRequestIdAreKept() {
        ProviderException failure = failure(200, "{\"Message\":\"User Not Exists\",\"RetCode\":172}");

        assertThat(failure.vendorCode()).contains("172");
        assertThat(failure.vendorRequestId()).contains("req-1");
        assertThat(failure.detail()).doesNotContain("User Not Exists");
    }

    @Test
    void missingBucketHasItsOwnWords() {
        assertThat(failure(200, "{\"RetCode\":15026}").detail()).contains("before the first bucket");
    }
}
