package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void rateIsReadAndWrittenInTheSameForm() {
        assertThat(Rate.parse("12000/PT1M")).isEqualTo(new Rate(12_000, Duration.ofMinutes(1)));
        assertThat(Rate.parse("12000/PT1M")).hasToString("12000/PT1M");
    }

    @Test
    void whatIsNoRateIsRefused() {
        List<String> wrong = List.of(
                "",
                "5",
                "5/",
                "/PT1S",
                "0/PT1S",
                "-1/PT1S",
                "05/PT1S",
                "5/PT0S",
                "5/-PT1S",
                "5/1s",
                "5/PT87601H",
                "5.5/PT1S",
                "1000000000/PT1S",
                "5/PT99999999999999999999S");

        assertThat(wrong)
                .allSatisfy(
                        text -> assertThatIllegalArgumentException().as(text).isThrownBy(() -> Rate.parse(text)));
    }

    @Test
    void lowerOfTwoRatesAllowsFewerCallsInTheLongRun() {
        Rate slow = Rate.parse("100/PT1M");
        Rate fast = Rate.parse("5/PT1S");

        assertThat(slow.lower(fast)).isEqualTo(slow);
        assertThat(fast.lower(slow)).isEqualTo(slow);
    }
}
