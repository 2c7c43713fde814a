package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Callers of every release can go on as they are. */
class ReleasedContractsTest {

    private static final Path DOCUMENT = Path.of("openapi.yaml");
    private static final String REPORT = "/paths/~1v1~1tenants~1{tenantId}~1quotas/get";
    private static final String REFRESH = "/paths/~1v1~1tenants~1{tenantId}~1refreshes/post";
    private static final String SCHEMAS = "/components/schemas/";

    private static JsonNode read(Path file) {
        try {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
            return new ObjectMapper().valueToTree(document);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Test
    void nothingReleasedIsBroken() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("api", "released"))) {
            List<Path> released =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();

            assertThat(released)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(BreakingChanges.between(read(file), read(DOCUMENT)))
                            .as("%s", file)
                            .isEmpty());
        }
    }

    private static Arguments change(String found, Consumer<JsonNode> change) {
        return Arguments.of(found, change);
    }

    private static ObjectNode object(JsonNode document, String place) {
        return (ObjectNode) document.at(place);
    }

    private static ArrayNode list(JsonNode document, String place) {
        return (ArrayNode) document.at(place);
    }

    private static ObjectNode parameter(JsonNode document, String name) {
        for (JsonNode parameter : document.at(REPORT + "/parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return (ObjectNode) parameter;
            }
        }
        throw new AssertionError(name);
    }

    private static ObjectNode schema(JsonNode document, String name) {
        return (ObjectNode) parameter(document, name).path("schema");
    }

    static Stream<Arguments> breaks() {
        return Stream.of(
                change(
                        "/v1/providers is gone",
                        document -> object(document, "/paths").remove("/v1/providers")),
                change(
                        "refreshes is gone",
                        document ->
                                object(document, REFRESH.replace("/post", "")).remove("post")),
                change(
                        "another operationId",
                        document -> object(document, REPORT).put("operationId", "report")),
                change(
                        "takes no credentials",
                        document -> list(document, "/security").remove(0)),
                change(
                        "takes other credentials as apiKey",
                        document -> object(document, "/components/securitySchemes/apiKey")
                                .put("name", "X-Key")),
                change(
                        "takes other credentials as bearerToken",
                        document -> object(document, "/components/securitySchemes/bearerToken")
                                .put("scheme", "basic")),
                change(
                        "pageSize has another default",
                        document -> schema(document, "pageSize").put("default", 100)),
                change(
                        "view has another default",
                        document -> schema(document, "view").remove("default")),
                change(
                        "query metric is gone",
                        document -> parameter(document, "metric").put("name", "measure")),
                change(
                        "query metric is required",
                        document -> parameter(document, "metric").put("required", true)),
                change(
                        "new and required",
                        document -> list(document, REPORT + "/parameters")
                                .addObject()
                                .put("name", "why")
                                .put("in", "query")
                                .put("required", true)),
                change(
                        "written in another way",
                        document -> parameter(document, "metric").put("explode", false)),
                change(
                        "pageSize has another type",
                        document -> schema(document, "pageSize").put("type", "string")),
                change("lower maximum", document -> schema(document, "pageSize").put("maximum", 999)),
                change(
                        "higher minimum",
                        document -> schema(document, "pageSize").put("minimum", 2)),
                change("lower maxItems", document -> schema(document, "metric").put("maxItems", 99)),
                change(
                        "lower maxLength",
                        document -> schema(document, "pageToken").put("maxLength", 64)),
                change(
                        "another pattern",
                        document -> schema(document, "minUtilization").put("pattern", "^\\d$")),
                change(
                        "\"full\" any more",
                        document -> ((ArrayNode) schema(document, "view").path("enum")).remove(1)),
                change(
                        "only some values",
                        document -> schema(document, "minUtilization")
                                .putArray("enum")
                                .add("0.8")),
                change(
                        "body is required",
                        document -> object(document, REFRESH + "/requestBody").put("required", true)),
                change(
                        "may be no application/json",
                        document -> object(document, REFRESH + "/requestBody/content")
                                .remove("application/json")),
                change(
                        ".connections is required",
                        document -> object(document, SCHEMAS + "RefreshRequest")
                                .putArray("required")
                                .add("connections")),
                change(
                        ".connections is gone",
                        document -> object(document, SCHEMAS + "RefreshRequest/properties")
                                .remove("connections")),
                change(
                        "200 is gone",
                        document -> object(document, REPORT + "/responses").remove("200")),
                change(
                        "no header ETag",
                        document -> object(document, REPORT + "/responses/200/headers")
                                .remove("ETag")),
                change(
                        "200 is no application/json",
                        document -> object(document, REPORT + "/responses/200/content")
                                .remove("application/json")),
                change(
                        ".unit is gone",
                        document ->
                                object(document, SCHEMAS + "Quota/properties").remove("unit")),
                change(
                        "may be left out",
                        document -> list(document, SCHEMAS + "Quota/required").remove(0)),
                change(
                        ".quotas has another type",
                        document -> object(document, SCHEMAS + "Source/properties/quotas")
                                .put("type", "string")),
                change(
                        ".unit has another type",
                        document -> object(document, SCHEMAS + "Quota/properties/unit")
                                .putArray("type")
                                .add("string")
                                .add("null")),
                change(
                        "another format",
                        document -> object(document, SCHEMAS + "Quota/properties/observedAt")
                                .put("format", "date")),
                change(
                        "new value in a closed set",
                        document -> list(document, SCHEMAS + "Amount/properties/state/enum")
                                .add("guessed")),
                change(
                        "was a closed set",
                        document -> object(document, SCHEMAS + "Amount/properties/state")
                                .remove("enum")),
                change(
                        "has lost a value",
                        document -> list(document, SCHEMAS + "Quota/properties/status/x-extensible-enum")
                                .remove(0)));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void breakIsFound(String found, Consumer<JsonNode> change) {
        JsonNode later = read(DOCUMENT);
        change.accept(later);

        assertThat(BreakingChanges.between(read(DOCUMENT), later))
                .isNotEmpty()
                .allSatisfy(complaint -> assertThat(complaint).contains(found));
    }

    static Stream<Arguments> additions() {
        return Stream.of(
                change("a path", document -> object(document, "/paths").putObject("/v1/more")),
                change(
                        "a parameter",
                        document -> list(document, REPORT + "/parameters")
                                .addObject()
                                .put("name", "why")
                                .put("in", "query")),
                change("a wider bound", document -> schema(document, "pageSize").put("maximum", 2_000)),
                change(
                        "a member of an answer",
                        document -> object(document, SCHEMAS + "Quota/properties")
                                .putObject("more")
                                .put("type", "string")),
                change(
                        "a member of a request",
                        document -> object(document, SCHEMAS + "RefreshRequest/properties")
                                .putObject("more")
                                .put("type", "string")),
                change(
                        "a value of an open set",
                        document -> list(document, SCHEMAS + "Quota/properties/status/x-extensible-enum")
                                .add("frugal")),
                change(
                        "another media type",
                        document -> object(document, REPORT + "/responses/200/content")
                                .putObject("text/csv")));
    }

    @ParameterizedTest
    @MethodSource("additions")
    void additionBreaksNobody(String what, Consumer<JsonNode> change) {
        JsonNode later = read(DOCUMENT);
        change.accept(later);

        assertThat(BreakingChanges.between(read(DOCUMENT), later)).as(what).isEmpty();
    }
}
