package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentedTest {

    private static final Documented ANSWER = Documented.object()
            .numbers("count")
            .texts("name")
            .numbersOrTexts("code")
            .flagsOrTexts("on")
            .member(
                    "list",
                    Documented.listOf(Documented.object()
                            .member("part", Documented.object().numbers("left"))));

    private static final String GOOD =
            "{\"count\":1,\"name\":\"n\",\"code\":\"0\",\"on\":true,\"list\":[{\"part\":{\"left\":1}}]}";

    private static VendorJson parse(String json) {
        return VendorJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Undocumented compare(String json) {
        return ANSWER.compare(parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "{}",
                "{\"count\":null,\"name\":null,\"list\":null}",
                "{\"code\":0,\"on\":\"1\",\"list\":[]}",
                "{\"list\":[{},{\"part\":null}]}"
            })
    void whatIsDocumentedIsNoNews(String answer) {
        assertThat(compare(answer)).isEqualTo(Undocumented.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"counts\":1}",
                "{\"Count\":1}",
                "{\"new\":null}",
                "{\"list\":[{\"new\":{\"below\":1}}]}",
                "{\"list\":[{\"part\":{\"left\":1,\"right\":2}}]}"
            })
    void memberThatIsNotDocumentedIsUnknown(String answer) {
        Undocumented found = compare(answer);

        assertThat(found.unknown()).hasSize(1);
        assertThat(found.retyped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"count\":\"1\"}",
                "{\"count\":true}",
                "{\"count\":{\"value\":1}}",
                "{\"count\":[1]}",
                "{\"name\":1}",
                "{\"on\":1}",
                "{\"code\":false}",
                "{\"list\":{\"part\":{\"left\":1}}}",
                "{\"list\":[{\"part\":[]}]}",
                "{\"list\":[7]}",
                "[]"
            })
    void documentedMemberOfAnotherTypeIsRetyped(String answer) {
        Undocumented found = compare(answer);

        assertThat(found.retyped()).hasSize(1);
        assertThat(found.unknown()).isEmpty();
    }

    @Test
    void elementsOfAListAreNotToldApart() {
        assertThat(compare("{\"list\":[{\"new\":1},{\"new\":2},{\"other\":3}]}").unknown())
                .hasSize(2)
                .containsAll(compare("{\"list\":[{\"new\":9}]}").unknown());
    }

    @Test
    void sameNameAtAnotherPlaceIsAnotherPlace() {
        assertThat(compare("{\"new\":1,\"list\":[{\"new\":1,\"part\":{\"new\":1}}]}")
                        .unknown())
                .hasSize(3);
    }

    @Test
    void wholeAnswerIsComparedWhereverOneStands() {
        String answer = "{\"new\":1,\"list\":[{\"part\":{\"left\":1}}]}";
        VendorJson part = parse(answer).get("list").items().get(0).object("part");

        assertThat(ANSWER.compare(part)).isEqualTo(compare(answer));
    }

    @Test
    void twoAnswersAreOneObservation() {
        Undocumented both = compare("{\"new\":1}").and(compare("{\"other\":1,\"count\":\"1\"}"));

        assertThat(both.unknown()).hasSize(2);
        assertThat(both.retyped()).hasSize(1);
    }
}
