package io.quotagate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The little of Kustomize that the base needs, so that a JDK alone can look at it: resources and literals. */
final class Kustomization {

    private static final YAMLMapper YAML = new YAMLMapper();

    private Kustomization() {}

    /** All objects of a folder as one YAML text, without the hash in generated names. */
    static String render(Path folder) {
        try {
            JsonNode kustomization =
                    YAML.readTree(folder.resolve("kustomization.yaml").toFile());
            List<String> documents = new ArrayList<>();
            for (JsonNode resource : kustomization.path("resources")) {
                documents.add(Files.readString(folder.resolve(resource.asText())));
            }
            for (JsonNode generator : kustomization.path("configMapGenerator")) {
                documents.add(configMap(generator));
            }
            return String.join("\n---\n", documents);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String configMap(JsonNode generator) throws IOException {
        var configMap = YAML.createObjectNode().put("apiVersion", "v1").put("kind", "ConfigMap");
        configMap
                .putObject("metadata")
                .put("name", generator.path("name").asText())
                .set("labels", generator.at("/options/labels"));
        var data = configMap.putObject("data");
        for (JsonNode literal : generator.path("literals")) {
            String[] entry = literal.asText().split("=", 2);
            data.put(entry[0], entry[1]);
        }
        return YAML.writeValueAsString(configMap);
    }
}
