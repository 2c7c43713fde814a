package io.quotagate.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quotagate.api.Problem.Invalid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the body of a request for checks as far as its form goes, and collects what is wrong with that. */
final class CheckBody {

    static final int MOST = 100;

    private static final String CHECKS = "checks";
    private static final String SCOPE = "scope";
    private static final String LEVEL = "scope.level";
    private static final Set<String> REQUIRED = Set.of("metric", "amount", "unit", LEVEL);
    private static final Known OF_THE_BODY = Known.of(CHECKS);
    private static final Known OF_A_CHECK = Known.of("amount", "connection", "metric", "provider", SCOPE, "unit");
    private static final Known OF_A_SCOPE = Known.of("id", "level");
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final Flaws flaws;
    private final List<Draft> drafts = new ArrayList<>();

    /**
     * A check as it was written.
     *
     * @param path by which it is named to the caller
     * @param members texts by name, those of the scope with {@code scope.} before it; empty where there is none, which is told where
     *     it matters
     */
    record Draft(String path, Map<String, Optional<String>> members) {}

    /** What members an object may have. */
    private record Known(Set<String> names, String rule) {

        private static Known of(String... names) {
            return new Known(Set.of(names), "is unknown; known are " + String.join(", ", names));
        }
    }

    private CheckBody(JsonParser json, Flaws flaws) {
        this.json = json;
        this.flaws = flaws;
    }

    /** The checks that have the form of one, in their order; ends the request where the body is no JSON object. */
    static List<Draft> read(byte[] body, Flaws flaws) {
        try (JsonParser json = JSON.createParser(body)) {
            CheckBody reader = new CheckBody(json, flaws);
            if (json.nextToken() == JsonToken.START_OBJECT && reader.isRead()) {
                return reader.drafts;
            }
        } catch (IOException malformed) {
            // As where it is another value.
        }
        throw ProblemException.invalid(List.of(new Invalid("body", "must be one JSON object")));
    }

    /** How the check at that place is named to the caller. */
    static String path(int at) {
        return CHECKS + "[" + at + "]";
    }

    /** False where something comes after the object. */
    private boolean isRead() throws IOException {
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            boolean expected = isExpected(name, name, OF_THE_BODY, seen.add(name));
            if (json.nextToken() == JsonToken.START_ARRAY && expected) {
                checks();
            } else {
                json.skipChildren();
                if (expected) {
                    flaws.add(name, "must be a list of checks");
                }
            }
        }
        if (!seen.contains(CHECKS)) {
            flaws.add(CHECKS, "is required: a list of 1 to " + MOST + " checks");
        }
        return json.nextToken() == null;
    }

    private void checks() throws IOException {
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String path = path(count);
            if (count < MOST && json.currentToken() == JsonToken.START_OBJECT) {
                Draft draft = new Draft(path, new HashMap<>());
                members(draft, "", OF_A_CHECK);
                drafts.add(draft);
            } else {
                json.skipChildren();
                if (count < MOST) {
                    flaws.add(path, "must be an object with metric, amount and unit");
                }
            }
            count++;
        }
        if (count == 0 || count > MOST) {
            flaws.add(CHECKS, "must have 1 to " + MOST + " checks, not " + count);
        }
    }

    private void members(Draft draft, String prefix, Known known) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + json.currentName();
            String path = draft.path() + "." + name;
            boolean isNew = draft.members().putIfAbsent(name, Optional.empty()) == null;
            boolean expected = isExpected(json.currentName(), path, known, isNew);
            JsonToken value = json.nextToken();
            if (expected && name.equals(SCOPE) && value == JsonToken.START_OBJECT) {
                members(draft, SCOPE + ".", OF_A_SCOPE);
                if (!draft.members().containsKey(LEVEL)) {
                    flaws.add(draft.path() + "." + LEVEL, "is required");
                }
                continue;
            }
            json.skipChildren();
            if (expected && value == JsonToken.VALUE_STRING && !name.equals(SCOPE)) {
                draft.members().put(name, Optional.of(json.getText()));
            } else if (expected && (value != JsonToken.VALUE_NULL || REQUIRED.contains(name))) {
                flaws.add(path, name.equals(SCOPE) ? "must be an object with level" : "must be text");
            }
        }
    }

    private boolean isExpected(String name, String path, Known known, boolean isNew) {
        if (!known.names().contains(name)) {
            flaws.add(path, known.rule());
            return false;
        }
        if (!isNew) {
            flaws.add(path, "must stand there once");
        }
        return isNew;
    }
}
