package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendorAnswerTest {

    private static VendorAnswer answer(int status, Map<String, String> headers) {
        return new VendorAnswer(status, headers, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Duration> wish(String retryAfter) {
        return answer(503, Map.of("retry-after", retryAfter, "date", "Sat, 21 Nov 2026 03:00:00 GMT"))
                .retryAfter();
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "0, PT0S",
        "600, PT10M",
        "601, PT10M",
        "999999999, PT10M",
        "'Sat, 21 Nov 2026 03:00:09 GMT', PT9S",
        "'Sun, 21 Nov 2027 03:00:00 GMT', PT10M",
    })
    void vendorIsLeftAloneAsItAsksButNotForLongerThanTenMinutes(String written, Duration wish) {
        assertThat(wish(written)).contains(wish);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-1", "1.5", "9999999999", "Sat, 21 Nov 2026 02:59:59 GMT", "2026-11-21T03:00:09Z"})
    void whatIsNoTimeToComeIsNoWish(String written) {
        assertThat(wish(written)).isEmpty();
    }

    @Test
    void dateIsNoWishWhereTheVendorDoesNotTellItsTime() {
        assertThat(answer(503, Map.of("retry-after", "Sat, 21 Nov 2026 03:00:09 GMT"))
                        .retryAfter())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "408, UNAVAILABLE",
        "429, RATE_LIMITED",
        "400, INVALID_REQUEST",
        "499, INVALID_REQUEST",
        "500, UNAVAILABLE",
        "599, UNAVAILABLE",
        "204, CONTRACT_VIOLATION",
        "399, CONTRACT_VIOLATION",
    })
    void statusAloneTellsAReason(int status, Reason reason) {
        assertThat(answer(status, Map.of()).reason()).isEqualTo(reason);
        assertThat(answer(status, Map.of()).isSuccess()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=UTF-8",
                "application/json;charset=\"utf-8\"",
                "application/problem+json",
                "text/json"
            })
    void whatIsDeclaredAsJsonInUtf8IsRead(String type) {
        assertThat(answer(200, Map.of("content-type", type)).json().isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "content-type, text/html",
        "content-type, application/jsonp",
        "content-type, application/json; charset=iso-8859-1",
        "content-type, application/json; charset=utf-8; charset=gbk",
        "content-type, application/json; charset",
        "content-encoding, gzip",
        "transfer-encoding, 'gzip, chunked'",
    })
    void whatIsDeclaredAsAnythingElseIsNot(String header, String value) {
        VendorAnswer answer = answer(200, Map.of(header, value));

        ProviderException failure = catchThrowableOfType(ProviderException.class, () -> {
            var unused = answer.json();
        });

        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(answer.errorJson()).isEmpty();
    }
}
