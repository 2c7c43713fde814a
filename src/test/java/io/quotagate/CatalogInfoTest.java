package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What Backstage reads of the gateway.
 *
 * @see <a href="https://backstage.io/docs/features/software-catalog/descriptor-format">Descriptor format</a>
 */
class CatalogInfoTest {

    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?";
    private static final String TAG = "[a-z0-9+#]+(-[a-z0-9+#]+)*";
    private static final String OWNER = "(group|user):default/" + NAME;

    private static Map<String, JsonNode> entities() throws IOException {
        Map<String, JsonNode> entities = new TreeMap<>();
        for (Object entity : new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(Files.readString(Path.of("catalog-info.yaml")))) {
            JsonNode node = new ObjectMapper().valueToTree(entity);
            entities.put(node.path("kind").asText(), node);
        }
        return entities;
    }

    @Test
    void entitiesAreAsBackstageWantsThem() throws IOException {
        Map<String, JsonNode> entities = entities();

        assertThat(entities).containsOnlyKeys("API", "Component").allSatisfy((kind, entity) -> {
            assertThat(entity.path("apiVersion").asText()).isEqualTo("backstage.io/v1alpha1");
            assertThat(entity.at("/metadata/name").asText()).matches(NAME);
            assertThat(entity.at("/metadata/tags"))
                    .isNotEmpty()
                    .allSatisfy(tag -> assertThat(tag.asText()).matches(TAG).hasSizeLessThan(64));
            assertThat(entity.at("/spec/owner").asText()).matches(OWNER);
            assertThat(entity.at("/spec/lifecycle").asText()).isIn("experimental", "production", "deprecated");
        });
    }

    @Test
    void componentProvidesTheApiThatIsDefinedByTheDocument() throws IOException {
        JsonNode api = Objects.requireNonNull(entities().get("API"));
        JsonNode component = Objects.requireNonNull(entities().get("Component"));

        assertThat(component.at("/spec/type").asText()).isEqualTo("service");
        assertThat(component.at("/spec/providesApis"))
                .extracting(JsonNode::asText)
                .containsExactly(api.at("/metadata/name").asText());
        assertThat(api.at("/spec/type").asText()).isEqualTo("openapi");
        assertThat(Path.of(api.at("/spec/definition/$text").asText()))
                .isRegularFile()
                .isEqualTo(Path.of("./openapi.yaml"));
    }
}
