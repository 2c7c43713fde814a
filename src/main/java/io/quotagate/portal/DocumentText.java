package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.api.EntityTag;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** A document as it goes out, in JSON or YAML, and what tells it from another. */
@Singleton
class DocumentText {

    static final MediaType YAML = new MediaType("application", "yaml");

    /** As for a report: the same numbers are the same, whenever they were observed. */
    private static final Set<String> TIMES =
            Set.of("observedAt", "freshUntil", "staleUntil", "lastAttemptAt", "nextAttemptAt", "consecutiveFailures");

    private final ObjectMapper mapper;

    DocumentText(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    byte[] of(ObjectNode document, MediaType form) {
        String text = form.equals(YAML) ? yaml(document) : document.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String yaml(ObjectNode document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(120);
        return new Yaml(options).dump(mapper.convertValue(document, Map.class));
    }

    EntityTag tag(ObjectNode document, MediaType form) {
        ObjectNode timeless = document.deepCopy();
        withoutTimes(timeless);
        return EntityTag.of((form + timeless.toString()).getBytes(StandardCharsets.UTF_8));
    }

    /** Of the examples; what a schema says of times are no values. */
    private static void withoutTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .removeIf(member ->
                            TIMES.contains(member.getKey()) && member.getValue().isValueNode());
        }
        node.forEach(DocumentText::withoutTimes);
    }
}
