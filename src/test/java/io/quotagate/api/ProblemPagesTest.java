package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class ProblemPagesTest {

    private static JsonNode document() throws IOException {
        return new ObjectMapper()
                .readTree(given().accept("application/json").get("/openapi").asString());
    }

    @ParameterizedTest
    @EnumSource(ProblemType.class)
    void everyTypeHasAPageForPeopleAndOneForPrograms(ProblemType type) {
        given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get(type.uri())
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<h1>" + type.title() + "</h1>"))
                .body(containsString(ProblemAdvice.of(type).replace(">", "&gt;")));
        given().accept("application/json")
                .get(type.uri())
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Vary", equalTo("Accept"))
                .body("type", equalTo(type.uri()))
                .body("meaning", equalTo(type.explanation()));
    }

    @Test
    void whoeverTakesAnythingGetsThePageForPeople() {
        given().accept("*/*").get("/problems/not-found").then().contentType("text/html");
    }

    @Test
    void everyTypeOfTheDocumentHasAPage() throws IOException {
        Set<String> types = new TreeSet<>();
        List.of("Problem", "SourceProblem").forEach(name -> {
            try {
                document()
                        .at("/components/schemas/" + name + "/properties/type/x-extensible-enum")
                        .forEach(type -> types.add(type.asText()));
            } catch (IOException unreadable) {
                throw new AssertionError(unreadable);
            }
        });

        assertThat(types)
                .hasSize(ProblemType.values().length)
                .allSatisfy(type ->
                        assertThat(given().get(type).statusCode()).as(type).isEqualTo(200));
    }

    @Test
    void exampleOfTheDocumentIsTheAnswer() throws IOException {
        JsonNode operation = document().at("/paths/~1problems~1{slug}/get");

        JsonNode answer = new ObjectMapper()
                .readTree(given().accept("application/json")
                        .get("/problems/"
                                + operation
                                        .at("/parameters/0/schema/examples/0")
                                        .asText())
                        .asString());

        assertThat(operation.at("/responses/200/content/application~1json/examples/sandbox/value"))
                .isEqualTo(answer);
        assertThat(operation.path("security")).isEmpty();
    }

    @Test
    void statusesAreThoseOfTheDocument() throws IOException {
        document()
                .at("/components/responses")
                .forEach(response -> response.at("/content/application~1problem+json/examples")
                        .properties()
                        .forEach(example -> assertThat(ProblemAdvice.statuses(
                                        ProblemType.find(example.getKey()).orElseThrow()))
                                .contains(example.getValue().at("/value/status").asInt())));
    }

    @Test
    void unknownTypeIsAProblem() {
        given().get("/problems/no-such").then().statusCode(404).contentType("application/problem+json");
        given().accept("image/png").get("/problems/not-found").then().statusCode(406);
    }
}
