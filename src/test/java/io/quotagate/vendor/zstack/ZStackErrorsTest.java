package io.quotagate.vendor.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZStackErrorsTest {

    private static VendorAnswer answer(int status, String body) {
        return new VendorAnswer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static ProviderException failure(int status, String body) {
        return failure(answer(status, body));
    }

    private static ProviderException failure(VendorAnswer answer) {
        return catchThrowableOfType(ProviderException.class, () -> {
            var unused = ZStackErrors.result(answer);
        });
    }

    private static String error(String code) {
        return "{\"error\":{\"code\":\"" + code + "\",\"description\":\"vendor words\",\"details\":\"more words\"}}";
    }

    @ParameterizedTest
    @CsvSource({
        "ID.1001, UNAUTHORIZED",
        "ID.1000, UNAUTHORIZED",
        "ID.1005, UNAUTHORIZED",
        "ID.1006, UNAUTHORIZED",
        "LOGIN_CONTROL.1002, UNAUTHORIZED",
        "LOGIN_CONTROL.1003, UNAUTHORIZED",
        "LOGIN_CONTROL.1005, UNAUTHORIZED",
        "ID.1002, FORBIDDEN",
        "SYS.1003, NOT_FOUND",
        "SYS.1007, INVALID_REQUEST",
        "SYS.1000, UNAVAILABLE",
        "SYS.1001, UNAVAILABLE",
        "SYS.1006, UNAVAILABLE",
        "SYS.1010, UNAVAILABLE",
        "SYS.1012, UNAVAILABLE",
        "HOST.1001, UNAVAILABLE"
    })
    void codeInsideA503Decides(String code, Reason reason) {
        ProviderException failure = failure(503, error(code));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.vendorCode()).contains(code);
        assertThat(failure.detail()).startsWith("ZStack ").doesNotContain("words");
    }

    @Test
    void sameCodeInsideA200IsTheSameFailure() {
        for (String code : List.of("ID.1001", "ID.1002", "SYS.1003", "SYS.1006", "NEW.1")) {
            ProviderException unavailable = failure(503, error(code));

            assertThat(failure(200, error(code)).reason()).isEqualTo(unavailable.reason());
        }
    }

    @Test
    void failureSaidBySuccessAloneIsAFailure() {
        assertThat(failure(200, "{\"success\":false,\"usages\":[]}").reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(200, "{\"error\":{},\"usages\":[]}").reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure(200, "{\"error\":\"\",\"usages\":[]}").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void successMayBeSaidOrNot() {
        for (String body : List.of("{}", "{\"error\":null,\"success\":true}", "{\"success\":null}")) {
            assertThat(ZStackErrors.result(answer(200, body)).isObject()).isTrue();
        }
    }

    @Test
    void eachLoginProblemHasWordsOfItsOwn() {
        List<String> details = List.of("ID.1000", "ID.1001", "ID.1005", "ID.1006", "LOGIN_CONTROL.1002").stream()
                .map(code -> failure(503, error(code)).detail())
                .toList();

        assertThat(details).doesNotHaveDuplicates();
    }

    @Test
    void unavailableWithoutCodeIsAProxyOrANodeThatIsDown() {
        for (String body : List.of("", "<html>down</html>", "[]", "{}", "{\"error\":{}}", "{\"error\":\"x\"}")) {
            assertThat(failure(503, body).reason()).as(body).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | missing header 'Authorization' | UNAUTHORIZED",
                "400 | the value of header Authorization must begin with OAuth | UNAUTHORIZED",
                "400 | wrong format of access key | UNAUTHORIZED",
                "400 | missing header 'Date' | INVALID_REQUEST",
                "400 | Invalid header[X-Job-UUID] | INVALID_REQUEST",
                "400 | requestTimeTooSkewed | CLOCK_SKEW",
                "403 | requestTimeTooSkewed | CLOCK_SKEW",
                "403 | vendor words | FORBIDDEN",
                "401 | vendor words | UNAUTHORIZED",
                "404 | no api mapping to /v1/iam2 | NOT_FOUND",
                "405 | method not allowed | INVALID_REQUEST",
                "429 | slow down | RATE_LIMITED",
                "500 | internal | UNAVAILABLE",
                "504 | gateway | UNAVAILABLE",
                "201 | created | CONTRACT_VIOLATION",
                "202 | accepted | CONTRACT_VIOLATION",
                "204 | nothing | CONTRACT_VIOLATION"
            })
    void plainTextIsClassedAndNotShown(int status, String text, Reason reason) {
        ProviderException failure = failure(status, text);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.detail()).doesNotContain(text);
        assertThat(failure.vendorCode()).isEmpty();
    }

    @Test
    void missingCallIsNotCalledAMissingOrganization() {
        assertThat(failure(404, "no api mapping to /v1/x").detail()).contains("base URL", "version");
        assertThat(failure(503, error("SYS.1003")).detail()).contains("organization");
    }

    @Test
    void jobToPollIsAContractViolation() {
        ProviderException failure = failure(202, "{\"location\":\"http://10.0.0.1/zstack/v1/api-jobs/1\"}");

        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(failure.detail()).doesNotContain("10.0.0.1");
    }

    @Test
    void codeThatIsMoreThanACodeIsNotKept() {
        assertThat(failure(503, error("<b>s3cr3t</b>")).vendorCode()).isEmpty();
    }

    @Test
    void retryAfterIsKeptWithAndWithoutCode() {
        Map<String, String> headers = Map.of("retry-after", "9");
        for (String body : List.of(error("SYS.1010"), "down")) {
            VendorAnswer busy = new VendorAnswer(503, headers, body.getBytes(StandardCharsets.UTF_8));

            assertThat(failure(busy).retryAfter()).contains(Duration.ofSeconds(9));
        }
    }
}
