package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private final RecentEvents recent = new RecentEvents(0xabcL);

    @CanIgnoreReturnValue
    private String told(String type, String data) {
        return recent.add(type, data);
    }

    @Test
    void eventHasItsTypeItsIdAndItsData() {
        assertThat(told("source", "{}")).isEqualTo("event: source\nid: 0000000000000abc-1\ndata: {}\n\n");
    }

    @Test
    void listenerGoesOnAfterTheLastEventThatItHas() {
        told("a", "1");
        String second = told("b", "2");
        String third = told("c", "3");

        assertThat(recent.after("0000000000000abc-1")).contains(second + third);
        assertThat(recent.after("0000000000000abc-3")).contains("");
        assertThat(recent.after("0000000000000abc-0")).isPresent();
    }

    @Test
    void whatNobodyHasToBeToldAgainIsNotRemembered() {
        String reset = recent.text("report", "{}");

        assertThat(reset).contains("id: 0000000000000abc-0\n");
        assertThat(recent.after("0000000000000abc-0")).contains("");
    }

    @Test
    void idsOfOthersAndOfTheFutureTellNothing() {
        told("a", "1");

        for (String id : new String[] {
            "",
            "1",
            "0000000000000abd-1",
            "0000000000000abc-2",
            "0000000000000abc--1",
            "0000000000000abc-1 ",
            "0000000000000ABC-1",
            "0000000000000abc-99999999999999999999"
        }) {
            assertThat(recent.after(id)).as(id).isEmpty();
        }
    }

    @Test
    void memoryIsCutWhereOthersNeedIt() {
        for (int event = 0; event < 10; event++) {
            told("report", "x".repeat(1_000));
        }
        recent.keepWithin(4_000);

        assertThat(recent.after("0000000000000abc-6")).isEmpty();
        assertThat(recent.after("0000000000000abc-7")).isPresent();
        assertThat(recent.after("0000000000000abc-10")).contains("");
    }

    @Test
    void memoryIsBounded() {
        String large = "x".repeat(100_000);
        for (int event = 0; event < 4; event++) {
            told("a", large);
        }

        assertThat(recent.after("0000000000000abc-1")).isEmpty();
        assertThat(recent.after("0000000000000abc-2")).isPresent();
        for (int event = 0; event < 1_001; event++) {
            told("a", "1");
        }
        assertThat(recent.after("0000000000000abc-4")).isEmpty();
        assertThat(recent.after("0000000000000abc-5")).isPresent();
    }
}
