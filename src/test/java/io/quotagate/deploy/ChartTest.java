package io.quotagate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's own files: version, values, and the schema that holds them. */
class ChartTest {

    private static final Path CHART = Path.of("src/main/helm/quotagate");
    private static final YAMLMapper YAML = new YAMLMapper();

    private static JsonNode yaml(String file) throws IOException {
        return YAML.readTree(CHART.resolve(file).toFile());
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V7)
                .getSchema(Files.readString(CHART.resolve("values.schema.json")));
    }

    /** As Helm does it: maps are merged, all else is replaced. */
    private static JsonNode merged(JsonNode values, JsonNode others) {
        if (values instanceof ObjectNode map && others.isObject()) {
            others.properties().forEach(entry -> {
                JsonNode there = map.path(entry.getKey());
                map.set(entry.getKey(), merged(there, entry.getValue()));
            });
            return map;
        }
        return others;
    }

    private static String version() throws IOException {
        Matcher version = Pattern.compile("<artifactId>quotagate</artifactId>\\s*<version>([^<]+)")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @Test
    void chartAndImagesHaveTheGatewaysVersion() throws IOException {
        assertThat(yaml("Chart.yaml").path("version").asText()).isEqualTo(version());
        assertThat(yaml("Chart.yaml").path("appVersion").asText()).isEqualTo(version());
        assertThat(yaml("ci/jvm-values.yaml").at("/image/tag").asText()).isEqualTo(version() + "-jvm");
        assertThat(Kustomization.render(Path.of("src/main/kubernetes/base")))
                .contains("image: registry.example/quotagate/quotagate:" + version() + "\n");
        assertThat(image("components/jvm").path("newTag").asText()).isEqualTo(version() + "-jvm");
    }

    /** A tag of theirs would go before that of a component. */
    @ParameterizedTest
    @ValueSource(strings = {"overlays/sandbox", "overlays/production"})
    void overlaysSayWhereTheImageIsAndLeaveItsTag(String overlay) throws IOException {
        assertThat(image(overlay).fieldNames()).toIterable().containsExactlyInAnyOrder("name", "newName");
    }

    private static JsonNode image(String folder) throws IOException {
        Path file = Path.of("src/main/kubernetes", folder, "kustomization.yaml");
        return YAML.readTree(file.toFile()).at("/images/0");
    }

    @Test
    void valuesAreAsTheSchemaWantsThem() throws IOException {
        assertThat(schema().validate(yaml("values.yaml"))).isEmpty();
    }

    @Test
    void schemaKnowsEveryValueAndNoOther() throws IOException {
        JsonNode known =
                new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
        ObjectNode properties = (ObjectNode) known.path("properties");
        properties.remove("global");

        assertThat(yaml("values.yaml").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(() -> properties.fieldNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sandbox", "production", "jvm"})
    void examplesNameOnlyValuesThatThereAre(String name) throws IOException {
        JsonNode merged = merged(yaml("values.yaml"), yaml("ci/" + name + "-values.yaml"));

        assertThat(schema().validate(merged)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis: {hots: redis://redis:6379}
            redis: {hosts: 'redis://:secret@redis:6379'}
            config: {QUOTAGATE_FETCH_TIMEOUT: 5}
            config: {quotagate.fetch.timeout: PT5S}
            tenants: {files: {tenants.json: '{}'}}
            networkPolicy: {callers: []}
            networkPolicy: {callers: [{}]}
            autoscaling: {minReplicas: 0}
            image: {digest: sha256:abc}
            podDisruptionBudget: {maxUnavailable: 0}
            replicaCount: 3
            terminationGracePeriodSeconds: 30s
            """)
    void schemaRefusesWhatIsWrong(String wrong) throws IOException {
        JsonNode merged = merged(yaml("values.yaml"), YAML.readTree(wrong));

        assertThat(schema().validate(merged)).isNotEmpty();
    }
}
