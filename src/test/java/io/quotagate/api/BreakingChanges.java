package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What in a later OpenAPI document would break callers of an earlier one. */
final class BreakingChanges {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode before;
    private final JsonNode after;
    private final List<String> found = new ArrayList<>();

    private BreakingChanges(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    static List<String> between(JsonNode before, JsonNode after) {
        BreakingChanges changes = new BreakingChanges(before, after);
        changes.paths();
        return List.copyOf(changes.found);
    }

    private void paths() {
        before.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> {
                            String place = member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey();
                            JsonNode now =
                                    after.path("paths").path(path.getKey()).path(member.getKey());
                            if (now.isMissingNode()) {
                                found.add(place + " is gone");
                            } else {
                                operation(place, member.getValue(), now);
                            }
                        }));
    }

    private void operation(String place, JsonNode old, JsonNode now) {
        if (!old.path("operationId").equals(now.path("operationId"))) {
            found.add(place + " has another operationId");
        }
        security(place, old, now);
        parameters(place, old, now);
        body(place + " body", old.path("requestBody"), now.path("requestBody"));
        responses(place, old.path("responses"), now.path("responses"));
    }

    private void security(String place, JsonNode old, JsonNode now) {
        Set<JsonNode> accepted = elements(now.has("security") ? now.path("security") : after.path("security"));
        elements(old.has("security") ? old.path("security") : before.path("security")).stream()
                .filter(way -> !accepted.isEmpty() && !accepted.contains(way))
                .forEach(way -> found.add(place + " takes no credentials " + way + " any more"));
        accepted.forEach(way -> way.fieldNames().forEachRemaining(name -> scheme(place, name)));
        if (elements(old.path("security")).isEmpty() && old.has("security") && !accepted.isEmpty()) {
            found.add(place + " wants credentials now");
        }
    }

    /** The same name may mean other credentials: another header, or another kind of token. */
    private void scheme(String place, String name) {
        JsonNode old = before.at("/components/securitySchemes").path(name);
        JsonNode now = after.at("/components/securitySchemes").path(name);
        if (!old.isMissingNode()
                && Stream.of("type", "in", "name", "scheme")
                        .anyMatch(member -> !old.path(member).equals(now.path(member)))) {
            found.add(place + " takes other credentials as " + name);
        }
    }

    private void parameters(String place, JsonNode old, JsonNode now) {
        Map<String, JsonNode> known = byName(before, old.path("parameters"));
        Map<String, JsonNode> later = byName(after, now.path("parameters"));
        known.forEach((name, parameter) -> {
            JsonNode successor = later.get(name);
            if (successor == null) {
                found.add(place + " " + name + " is gone");
                return;
            }
            newlyTrue(place + " " + name + " is required now", parameter, successor, "required");
            if (!parameter.path("explode").equals(successor.path("explode"))
                    || !parameter.path("style").equals(successor.path("style"))) {
                found.add(place + " " + name + " is written in another way");
            }
            asked(place + " " + name, parameter.path("schema"), successor.path("schema"));
        });
        later.forEach((name, parameter) -> {
            if (!known.containsKey(name) && parameter.path("required").asBoolean()) {
                found.add(place + " " + name + " is new and required");
            }
        });
    }

    private void body(String place, JsonNode old, JsonNode now) {
        newlyTrue(place + " is required now", old, now, "required");
        old.path("content").properties().forEach(type -> {
            JsonNode successor = now.path("content").path(type.getKey());
            if (successor.isMissingNode()) {
                found.add(place + " may be no " + type.getKey() + " any more");
            } else {
                asked(place, type.getValue().path("schema"), successor.path("schema"));
            }
        });
    }

    private void responses(String place, JsonNode old, JsonNode now) {
        old.properties().forEach(response -> {
            String where = place + " " + response.getKey();
            JsonNode known = resolved(before, response.getValue());
            JsonNode later = resolved(after, now.path(response.getKey()));
            if (later.isMissingNode()) {
                found.add(where + " is gone");
                return;
            }
            known.path("headers").fieldNames().forEachRemaining(header -> {
                if (!later.path("headers").has(header)) {
                    found.add(where + " has no header " + header + " any more");
                }
            });
            known.path("content").properties().forEach(type -> {
                JsonNode successor = later.path("content").path(type.getKey());
                if (successor.isMissingNode()) {
                    found.add(where + " is no " + type.getKey() + " any more");
                } else {
                    new SchemaChanges(before, after, SchemaChanges.Direction.ANSWERED, found)
                            .compare(where, type.getValue().path("schema"), successor.path("schema"));
                }
            });
        });
    }

    private void asked(String place, JsonNode old, JsonNode now) {
        new SchemaChanges(before, after, SchemaChanges.Direction.ASKED, found).compare(place, old, now);
    }

    private void newlyTrue(String complaint, JsonNode old, JsonNode now, String member) {
        if (!old.path(member).asBoolean() && now.path(member).asBoolean()) {
            found.add(complaint);
        }
    }

    private static Map<String, JsonNode> byName(JsonNode document, JsonNode parameters) {
        return elements(parameters).stream()
                .map(parameter -> resolved(document, parameter))
                .collect(Collectors.toMap(
                        parameter -> parameter.path("in").asText() + " "
                                + parameter.path("name").asText(),
                        parameter -> parameter,
                        (one, other) -> other,
                        TreeMap::new));
    }

    static JsonNode resolved(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : resolved(document, document.at(reference.substring(1)));
    }

    static Set<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).collect(Collectors.toSet());
    }
}
