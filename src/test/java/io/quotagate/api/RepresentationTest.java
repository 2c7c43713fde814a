package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepresentationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    */*                                                    | JSON
                    application/*                                          | JSON
                    text/*                                                 | CSV
                    text/csv                                               | CSV
                    TEXT/CSV; charset=utf-8; header=present                | CSV
                    application/openmetrics-text                           | OPENMETRICS
                    application/openmetrics-text; version=1.0.0            | OPENMETRICS
                    application/openmetrics-text; version="1.0.0"          | OPENMETRICS
                    text/csv, application/json                             | JSON
                    text/csv;q=0.9, application/json;q=0.8                 | CSV
                    text/csv, application/json;q=0.999                     | CSV
                    text/csv;q=0.5, */*;q=0.5                              | JSON
                    text/csv;q=0.5, */*;q=0.1                              | CSV
                    application/json;q=0, */*                              | CSV
                    application/json;q=0, text/*;q=0, */*                  | OPENMETRICS
                    application/json;q=0.2, application/*, text/csv;q=0.5  | OPENMETRICS
                    text/html, application/xhtml+xml, */*;q=0.8            | JSON
                    application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPENMETRICS
                    application/openmetrics-text;version=2.0.0, */*;q=0.1  | JSON
                    ;;,/,text/csv;q=x, , text/csv;q=0.3                    | CSV
                    """)
    void callerGetsWhatItLikesBest(String accept, Representation best) {
        assertThat(Representation.preferred(accept)).contains(best);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "image/*",
                "application/json;q=0",
                "*/*;q=0",
                "application/openmetrics-text;version=2.0.0",
                "nonsense"
            })
    void whoTakesNoneOfThemGetsNone(String accept) {
        assertThat(Representation.preferred(accept)).isEmpty();
    }

    @Test
    void whoDoesNotSayGetsJson() {
        assertThat(Representation.preferred(null)).contains(Representation.JSON);
        assertThat(Representation.preferred(" ")).contains(Representation.JSON);
    }

    @ParameterizedTest
    @EnumSource
    void noCallerCanWriteAnAddressUnderWhichAnotherFormIsKept(Representation form) {
        String uri = "/v1/tenants/acme/quotas";

        assertThat(form.key(uri).startsWith("/")).isEqualTo(form == Representation.JSON);
        assertThat(form.key(uri)).endsWith(uri);
    }
}
