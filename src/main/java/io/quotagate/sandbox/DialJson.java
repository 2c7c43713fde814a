package io.quotagate.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a dial as it is posted, all of its flaws at once, and writes it as it is shown. */
final class DialJson {

    private static final Set<String> FIELDS = Set.of("latency", "fault", "calls", "on");
    private static final Duration LONGEST_LATENCY = Duration.ofSeconds(60);

    private final Set<Call> kinds;
    private final List<Flaw> flaws = new ArrayList<>();

    /**
     * What is wrong with a posted dial.
     *
     * @param field empty where it is the body as a whole
     * @param detail what would be right
     */
    record Flaw(String field, String detail) {}

    /** A posted dial that is refused. */
    static final class Refused extends Exception {

        private final transient List<Flaw> flaws;

        Refused(List<Flaw> flaws) {
            super(flaws.toString());
            this.flaws = List.copyOf(flaws);
        }

        List<Flaw> flaws() {
            return flaws;
        }
    }

    private DialJson(Set<Call> kinds) {
        this.kinds = kinds;
    }

    /** @param kinds the kinds of calls that the vendor has */
    static Dial read(String json, Set<Call> kinds) throws Refused {
        return new DialJson(kinds).read(json);
    }

    private Dial read(String json) throws Refused {
        Optional<JsonNode> object = StrictJson.object(json);
        if (object.isEmpty()) {
            throw new Refused(List.of(new Flaw("", "the body must be one JSON object without repeated names")));
        }
        JsonNode body = object.get();
        body.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                flaws.add(new Flaw(name, "is not known; there are latency, fault, calls and on"));
            }
        });
        Fault fault = one(body, "fault", List.of(Fault.values()), Fault::text).orElse(Fault.NONE);
        Optional<Call> on = one(body, "on", kinds.stream().sorted().toList(), Call::text);
        Dial dial = new Dial(latency(body.path("latency")), fault, calls(body.path("calls")), on);
        if (fault == Fault.NONE && flaws.isEmpty() && (body.has("calls") || body.has("on"))) {
            flaws.add(new Flaw("fault", "must be given and other than none where calls or on is given"));
        }
        if (!flaws.isEmpty()) {
            throw new Refused(flaws);
        }
        return dial;
    }

    private <E> Optional<E> one(JsonNode body, String field, List<E> values, Function<E, String> text) {
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        Optional<E> value = values.stream()
                .filter(candidate -> node.isTextual() && text.apply(candidate).equals(node.textValue()))
                .findFirst();
        if (value.isEmpty()) {
            flaws.add(new Flaw(
                    field, "must be one of " + values.stream().map(text).collect(Collectors.joining(", "))));
        }
        return value;
    }

    private Duration latency(JsonNode node) {
        if (node.isMissingNode()) {
            return Duration.ZERO;
        }
        try {
            Duration latency = Duration.parse(node.isTextual() ? node.textValue() : "");
            if (!latency.isNegative() && latency.compareTo(LONGEST_LATENCY) <= 0) {
                return latency;
            }
        } catch (DateTimeParseException malformed) {
            // Told below, with what is out of range.
        }
        flaws.add(new Flaw("latency", "must be an ISO 8601 duration from PT0S to PT60S, such as \"PT0.05S\""));
        return Duration.ZERO;
    }

    private Optional<Integer> calls(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() > 0) {
            return Optional.of(node.intValue());
        }
        flaws.add(new Flaw("calls", "must be a whole number from 1 to 2147483647"));
        return Optional.empty();
    }

    static String write(String provider, Dial dial) {
        JsonObject json = new JsonObject()
                .put("provider", provider)
                .put("latency", dial.latency().toString())
                .put("fault", dial.fault().text());
        dial.calls().ifPresent(calls -> json.put("calls", calls));
        dial.on().ifPresent(on -> json.put("on", on.text()));
        return json.encode();
    }
}
