package io.quotagate.api;

import static io.restassured.RestAssured.config;
import static io.restassured.RestAssured.given;
import static io.restassured.config.DecoderConfig.decoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

@QuarkusTest
class OpenApiResourceTest {

    private static final String JSON = "application/json;charset=UTF-8";
    private static final String YAML = "application/yaml;charset=UTF-8";

    @Inject
    OpenApiDocumentService framework;

    /** YAML 1.2, which has JSON in it; 1.1 also knows points of time. */
    private static Object read(String yaml) {
        LoaderOptions loading = new LoaderOptions();
        DumperOptions dumping = new DumperOptions();
        Resolver timeless = new Resolver() {
            @Override
            public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
                if (!tag.equals(Tag.TIMESTAMP)) {
                    super.addImplicitResolver(tag, regexp, first, limit);
                }
            }
        };
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, timeless).load(yaml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/openapi                 | */*                                        | yaml",
                "/openapi                 | application/json                           | json",
                "/openapi                 | application/yaml                           | yaml",
                "/openapi                 | application/yaml;q=0.5, application/json   | json",
                "/openapi                 | text/html, application/xhtml+xml           | yaml",
                "/openapi                 | text/html, */*;q=0.8                       | yaml",
                "/openapi?format=json     | application/yaml                           | json",
                "/openapi?format=YAML     | application/json                           | yaml",
                "/openapi.json            | application/yaml                           | json",
                "/openapi.yaml            | application/json                           | yaml",
                "/openapi.yml             | application/json                           | yaml",
            })
    void theFormIsThatOfThePathOfTheParameterOrOfTheHeader(String path, String accept, String form) {
        given().header("Accept", accept)
                .get(path)
                .then()
                .statusCode(200)
                .contentType(form.equals("json") ? JSON : YAML)
                .header("Vary", "Accept, Accept-Encoding")
                .header("Cache-Control", "public, no-cache");
    }

    @Test
    void bothFormsSayTheSame() throws IOException {
        Object json = read(given().get("/openapi.json").asString());

        assertThat(json).isEqualTo(read(Files.readString(Path.of("openapi.yaml"))));
    }

    @Test
    void whoHasItAlreadyIsTold() {
        Response first = given().get("/openapi");
        String tag = first.header("ETag");

        given().header("If-None-Match", tag)
                .get("/openapi")
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(equalTo(""));
        given().header("If-None-Match", tag).get("/openapi.json").then().statusCode(200);
    }

    @Test
    void itIsCompressedForWhoeverWantsThat() {
        given().header("Accept-Encoding", "gzip")
                .get("/openapi")
                .then()
                .statusCode(200)
                .header("Content-Encoding", "gzip");
        given().config(config().decoderConfig(decoderConfig().noContentDecoders()))
                .get("/openapi")
                .then()
                .statusCode(200)
                .header("Content-Encoding", (String) null);
    }

    @Test
    void aFormThatThereIsNotIsRefusedByName() {
        given().get("/openapi?format=xml")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].name", equalTo("format"), "errors[0].detail", equalTo("must be json or yaml"));
        given().get("/openapi.xml").then().statusCode(404);
    }

    @Test
    void itIsThereToBeReadAlone() {
        given().post("/openapi").then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().head("/openapi").then().statusCode(200).contentType(YAML);
    }

    /** To parse and write it would take a good part of each start. */
    @Test
    void theFrameworkHasPreparedNoneOfItsOwn() {
        byte[] prepared = framework.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON);

        assertThat(prepared).isNullOrEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webjars/openapi", "/webjars/openapi.json", "/webjars/openapi.yaml"})
    void whereItWouldServeItThereIsNothing(String path) {
        given().get(path).then().statusCode(404).contentType("application/problem+json");
    }
}
