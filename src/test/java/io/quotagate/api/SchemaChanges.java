package io.quotagate.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What in a later schema would break those who know an earlier one. Whoever asks must be able to ask as before, so that
 * nothing may become narrower; whoever is answered must understand it as before, so that nothing may become wider. New
 * members of answers and new values of open sets break nobody.
 */
record SchemaChanges(JsonNode before, JsonNode after, Direction direction, List<String> found, Set<String> seen) {

    private static final List<String> MOST = List.of("maximum", "maxLength", "maxItems", "maxProperties");
    private static final List<String> LEAST = List.of("minimum", "minLength", "minItems", "minProperties");

    /** Who writes it. */
    enum Direction {
        ASKED,
        ANSWERED
    }

    SchemaChanges(JsonNode before, JsonNode after, Direction direction, List<String> found) {
        this(before, after, direction, found, new HashSet<>());
    }

    void compare(String place, JsonNode oldSchema, JsonNode newSchema) {
        String reference = oldSchema.path("$ref").asText();
        if (!reference.isEmpty()
                && !seen.add(reference + " " + newSchema.path("$ref").asText())) {
            return;
        }
        JsonNode old = BreakingChanges.resolved(before, oldSchema);
        JsonNode now = BreakingChanges.resolved(after, newSchema);
        types(place, old, now);
        if (!old.path("format").equals(now.path("format"))) {
            found.add(place + " has another format");
        }
        if (direction == Direction.ASKED) {
            bounds(place, old, now);
            // Whoever leaves it out means what it was.
            if (!old.path("default").equals(now.path("default"))) {
                found.add(place + " has another default");
            }
        }
        values(place, old, now, "enum");
        values(place, old, now, "x-extensible-enum");
        members(place, old, now);
        if (old.has("items")) {
            compare(place + "[]", old.path("items"), now.path("items"));
        }
        if (old.path("additionalProperties").isObject()) {
            compare(place + ".*", old.path("additionalProperties"), now.path("additionalProperties"));
        }
    }

    private void types(String place, JsonNode old, JsonNode now) {
        Set<JsonNode> known = types(old);
        Set<JsonNode> later = types(now);
        Set<JsonNode> mustHave = direction == Direction.ASKED ? known : later;
        Set<JsonNode> mayHave = direction == Direction.ASKED ? later : known;
        if (!mayHave.isEmpty() && !mayHave.containsAll(mustHave)) {
            found.add(place + " has another type");
        }
    }

    private static Set<JsonNode> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode()) {
            return Set.of();
        }
        return type.isArray() ? BreakingChanges.elements(type) : Set.of(type);
    }

    private void bounds(String place, JsonNode old, JsonNode now) {
        MOST.forEach(bound -> {
            if (now.has(bound) && (!old.has(bound) || number(now, bound).compareTo(number(old, bound)) < 0)) {
                found.add(place + " has a lower " + bound);
            }
        });
        LEAST.forEach(bound -> {
            if (now.has(bound) && (!old.has(bound) || number(now, bound).compareTo(number(old, bound)) > 0)) {
                found.add(place + " has a higher " + bound);
            }
        });
        if (now.has("pattern") && !now.path("pattern").equals(old.path("pattern"))) {
            found.add(place + " has another pattern");
        }
    }

    private static BigDecimal number(JsonNode schema, String bound) {
        return schema.path(bound).decimalValue();
    }

    private void values(String place, JsonNode old, JsonNode now, String keyword) {
        Set<JsonNode> known = BreakingChanges.elements(old.path(keyword));
        Set<JsonNode> later = BreakingChanges.elements(now.path(keyword));
        boolean closed = keyword.equals("enum");
        if (direction == Direction.ASKED && closed && known.isEmpty() && !later.isEmpty()) {
            found.add(place + " takes only some values now");
        } else if (direction == Direction.ASKED && !later.isEmpty()) {
            known.stream()
                    .filter(value -> !later.contains(value))
                    .forEach(value -> found.add(place + " does not take " + value + " any more"));
        } else if (direction == Direction.ANSWERED && closed && !known.isEmpty() && !known.containsAll(later)) {
            found.add(place + " has a new value in a closed set");
        } else if (direction == Direction.ANSWERED && closed && !known.isEmpty() && later.isEmpty()) {
            found.add(place + " was a closed set");
        } else if (direction == Direction.ANSWERED && !known.isEmpty() && !later.containsAll(known)) {
            found.add(place + " has lost a value");
        }
    }

    private void members(String place, JsonNode old, JsonNode now) {
        Set<JsonNode> known = BreakingChanges.elements(old.path("required"));
        Set<JsonNode> later = BreakingChanges.elements(now.path("required"));
        old.path("properties").properties().forEach(member -> {
            String name = place + "." + member.getKey();
            if (now.path("properties").has(member.getKey())) {
                compare(name, member.getValue(), now.path("properties").path(member.getKey()));
            } else {
                found.add(name + " is gone");
            }
        });
        later.stream()
                .filter(name -> direction == Direction.ASKED && !known.contains(name))
                .forEach(name -> found.add(place + "." + name.asText() + " is required now"));
        known.stream()
                .filter(name -> direction == Direction.ANSWERED && !later.contains(name))
                .forEach(name -> found.add(place + "." + name.asText() + " may be left out now"));
    }
}
