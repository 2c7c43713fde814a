package io.quotagate.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.provider.Rate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Makes the OpenAPI document of one tenant from that of all: its paths without a parameter for the tenant, the names that
 * it knows where any name may stand, and its own last report as the example. Pure; the document for all is not changed.
 */
final class TenantDocument {

    private static final String TENANT = "tenantId";
    private static final String IN_A_PATH = "{" + TENANT + "}";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final ObjectNode root;
    private final TenantWords words;

    private TenantDocument(ObjectNode root, TenantWords words) {
        this.root = root;
        this.words = words;
    }

    /**
     * @param whole the document for all tenants
     * @param examples in place of those of the document for all
     */
    static ObjectNode of(ObjectNode whole, TenantWords words, TenantExamples examples) {
        TenantDocument document = new TenantDocument(whole.deepCopy(), words);
        document.introduce();
        document.keepOwnPaths();
        TenantNames names = new TenantNames(document.root, words);
        document.operations().forEach(names::close);
        names.open();
        ObjectNode head = document.head();
        document.operations().forEach(operation -> examples.into(operation, head));
        new MemberExamples(document.root, words, examples.bodies()).show();
        new References(document.root).prune();
        return document.inReadingOrder();
    }

    /** People read it from the top, and the components are long. */
    private ObjectNode inReadingOrder() {
        ObjectNode components = (ObjectNode) root.remove("components");
        return root.set("components", components);
    }

    private void introduce() {
        ObjectNode info = root.withObject("/info");
        info.put("title", "Quotagate for " + words.title());
        String limit = words.limit().map(TenantDocument::sentence).orElse("");
        info.put(
                "description",
                "What the tenant " + words.id() + " may still use, over all its cloud vendors."
                        + " The names and examples in this document are those of this tenant, as they were last known."
                        + limit);
        words.limit()
                .ifPresent(rate -> root.putObject("x-rate-limit")
                        .put("requests", rate.calls())
                        .put("period", rate.period().toString()));
    }

    /** What the document shows of itself. */
    private ObjectNode head() {
        ObjectNode head = root.objectNode();
        head.set("openapi", root.path("openapi"));
        head.putObject("info")
                .put("title", root.at("/info/title").asText())
                .put("version", root.at("/info/version").asText());
        return head;
    }

    private static String sentence(Rate rate) {
        return " Whoever asked for it may send " + rate.calls() + " requests in " + rate.period() + ".";
    }

    /** The others are no business of the tenant's. */
    private void keepOwnPaths() {
        ObjectNode paths = root.withObject("/paths");
        ObjectNode own = root.objectNode();
        paths.properties().stream()
                .filter(path -> path.getKey().contains(IN_A_PATH))
                .forEach(path -> own.set(path.getKey().replace(IN_A_PATH, words.id()), path.getValue()));
        root.set("paths", own);
        for (JsonNode path : own) {
            withoutTenant((ObjectNode) path);
            operations(path).forEach(this::withoutTenant);
        }
        keepOwnTags();
    }

    private void withoutTenant(ObjectNode holder) {
        if (holder.get("parameters") instanceof ArrayNode parameters) {
            List<JsonNode> others = elements(parameters).stream()
                    .filter(parameter -> !References.resolved(root, parameter)
                            .path("name")
                            .asText()
                            .equals(TENANT))
                    .toList();
            parameters.removeAll().addAll(others);
            if (others.isEmpty()) {
                holder.remove("parameters");
            }
        }
    }

    private void keepOwnTags() {
        Set<String> used = operations().stream()
                .flatMap(operation -> elements(operation.path("tags")).stream())
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
        if (root.get("tags") instanceof ArrayNode tags) {
            List<JsonNode> own = elements(tags).stream()
                    .filter(tag -> used.contains(tag.path("name").asText()))
                    .toList();
            tags.removeAll().addAll(own);
        }
    }

    private List<ObjectNode> operations() {
        return elements(root.path("paths")).stream()
                .flatMap(path -> operations(path).stream())
                .toList();
    }

    private static List<ObjectNode> operations(JsonNode path) {
        return path.properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .map(member -> (ObjectNode) member.getValue())
                .toList();
    }

    private static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
