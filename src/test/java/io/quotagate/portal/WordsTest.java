package io.quotagate.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Reason;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Metric;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Warning;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @Test
    void everyValueHasWordsOfItsOwn() {
        assertTellsApart(Arrays.stream(QuotaStatus.values()).map(Words::of));
        assertTellsApart(Arrays.stream(ScopeLevel.values()).map(Words::of));
        assertTellsApart(Arrays.stream(Reason.values()).map(Words::of));
        assertTellsApart(Arrays.stream(AccountState.values()).map(Words::of));
        assertSentences(Arrays.stream(Reason.values()).map(Words::sentence));
        assertSentences(Arrays.stream(Warning.values()).map(Words::of));
    }

    private static void assertTellsApart(Stream<String> words) {
        assertThat(words)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).matches("[A-Z][^_]{1,60}"));
    }

    private static void assertSentences(Stream<String> words) {
        assertThat(words)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).matches("[A-Z][^_]{10,120}\\."));
    }

    @Test
    void scopeWithAnIdNamesIt() {
        assertThat(Words.of(Scope.of(ScopeLevel.REGION, "cn-bj2"))).isEqualTo("Region cn-bj2");
        assertThat(Words.of(Scope.of(ScopeLevel.ORGANIZATION))).isEqualTo("Whole organization");
    }

    @Test
    void metricThatNobodyHasNamedKeepsTheVendorsName() {
        assertThat(MetricNames.of(new Metric("zstack.scheduler.num"))).isEqualTo("zstack.scheduler.num");
        assertThat(MetricNames.of(Metric.STORAGE_STORED)).isEqualTo("Stored data");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT-1S, 0 s",
        "PT59.999S, 59 s",
        "PT60S, 1 min",
        "PT59M59S, 59 min",
        "PT1H, 1 h",
        "PT3H20M, 3 h 20 min",
        "PT24H, 1 day",
        "PT25H, 1 day 1 h",
        "P30D, 30 days"
    })
    void spanIsToldInWholeUnits(Duration span, String text) {
        assertThat(HumanTime.span(span)).isEqualTo(text);
    }
}
