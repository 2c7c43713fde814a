package io.quotagate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kustomize and Helm make of it, in the folder {@code -Dquotagate.renderings=}: see {@code .ci/deploy/run}. */
@EnabledIfSystemProperty(named = "quotagate.renderings", matches = ".+")
class RenderingsTest {

    private static final Path FOLDER = Path.of(System.getProperty("quotagate.renderings", "."));
    /** Ten characters that Kustomize writes behind the names of what it generates: of an alphabet without most vowels. */
    private static final String HASH = "\\bquotagate-[2456789bcdfghkmt]{10}\\b";

    private static final List<String> OF_HELM_ALONE =
            List.of("app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart");

    private static Manifests manifests(Path rendering) {
        try {
            return Manifests.read(Files.readString(rendering).replaceAll(HASH, "quotagate"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Stream<Path> all() throws IOException {
        return Stream.of("kustomize", "helm").flatMap(tool -> of(tool).stream());
    }

    static Stream<String> names() {
        return of("kustomize").stream().map(rendering -> rendering.getFileName().toString());
    }

    private static List<Path> of(String tool) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(tool))) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, JsonNode> comparable(Manifests manifests) {
        Map<String, JsonNode> trees = new TreeMap<>();
        for (HasMetadata object : manifests.objects()) {
            JsonNode tree = StrictKubernetes.tree(object);
            ((ObjectNode) tree.at("/metadata/labels")).remove(OF_HELM_ALONE);
            // How Helm does what Kustomize does by a hash in the ConfigMap's name.
            if (tree.at("/spec/template/metadata/annotations/checksum~1config").isTextual()) {
                ((ObjectNode) tree.at("/spec/template/metadata")).remove("annotations");
            }
            // Kustomize wraps base64.
            if (object instanceof Secret secret) {
                secret.getData()
                        .forEach(
                                (file, text) -> ((ObjectNode) tree.path("data")).put(file, text.replaceAll("\\s", "")));
            }
            trees.put(Manifests.name(object), tree);
        }
        return trees;
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyRenderingIsSound(Path rendering) {
        assertThat(Rules.complaints(manifests(rendering))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void helmAndKustomizeMakeTheSame(String name) {
        Map<String, JsonNode> kustomize = comparable(manifests(FOLDER.resolve("kustomize/" + name)));
        Map<String, JsonNode> helm = comparable(manifests(FOLDER.resolve("helm/" + name)));

        assertThat(helm).containsOnlyKeys(kustomize.keySet());
        assertThat(helm)
                .allSatisfy((object, tree) -> assertThat(tree.toPrettyString())
                        .as(object)
                        .isEqualTo(String.valueOf(kustomize.get(object).toPrettyString())));
    }

    @Test
    void bothToolsRenderAllOfThem() {
        assertThat(names())
                .containsExactly("base.yaml", "jvm.yaml", "production-jvm.yaml", "production.yaml", "sandbox.yaml");
        assertThat(of("helm").stream().map(rendering -> rendering.getFileName().toString()))
                .containsExactlyElementsOf(names().toList());
    }

    @Test
    void baseIsWhatAJdkAloneMakesOfIt() {
        Manifests rendered = manifests(FOLDER.resolve("kustomize/base.yaml"));
        Manifests ours = Manifests.read(Kustomization.render(Path.of("src/main/kubernetes/base")));

        assertThat(comparable(ours)).isEqualTo(comparable(rendered));
    }

    @Test
    void productionHasThreeReplicasOnASharedStore() {
        Manifests production = manifests(FOLDER.resolve("kustomize/production.yaml"));

        assertThat(production
                        .all(HorizontalPodAutoscaler.class)
                        .get(0)
                        .getSpec()
                        .getMinReplicas())
                .isEqualTo(3);
        assertThat(production.find(ConfigMap.class, "quotagate").orElseThrow().getData())
                .containsEntry("QUOTAGATE_CACHE_STORE", "redis")
                .containsKey("QUARKUS_REDIS_HOSTS");
        assertThat(production.objects().stream().map(HasMetadata::getKind))
                .contains("ServiceMonitor", "PrometheusRule", "Secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kustomize/jvm.yaml",
                "kustomize/production-jvm.yaml",
                "helm/jvm.yaml",
                "helm/production-jvm.yaml"
            })
    void imageWithAJvmComesWithItsMemory(String name) {
        Manifests rendered = manifests(FOLDER.resolve(name));
        Container gateway = rendered.pod().getContainers().get(0);

        assertThat(gateway.getImage()).endsWith("-jvm");
        assertThat(gateway.getResources().getLimits()).containsEntry("memory", new Quantity("768Mi"));
        assertThat(rendered.find(ConfigMap.class, "quotagate").orElseThrow().getData())
                .containsEntry("QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", "10000");
    }

    @Test
    void exampleOfTheDocumentationIsSound() {
        Manifests example = manifests(FOLDER.resolve("copy/example.yaml"));

        assertThat(Rules.complaints(example)).isEmpty();
        assertThat(example.find(ConfigMap.class, "quotagate").orElseThrow().getData())
                .containsEntry("QUARKUS_REDIS_HOSTS", "rediss://redis.acme.example:6380");
    }

    @Test
    void sandboxIsOneGatewayWithoutTenants() {
        Manifests sandbox = manifests(FOLDER.resolve("kustomize/sandbox.yaml"));

        assertThat(sandbox.deployment().getSpec().getReplicas()).isEqualTo(1);
        assertThat(sandbox.find(ConfigMap.class, "quotagate").orElseThrow().getData())
                .containsOnly(
                        Map.entry("QUOTAGATE_SANDBOX_ENABLED", "true"),
                        Map.entry("QUOTAGATE_DRAIN_DELAY", "PT5S"),
                        Map.entry("QUARKUS_HTTP_LIMITS_MAX_CONNECTIONS", "2000"));
        assertThat(sandbox.pod().getVolumes()).extracting("name").containsExactly("tmp");
    }
}
