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
import org.jspecify.annotations.Nullable;

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
     * @param at its place in the body
     * @param members texts by name, those of the scope with {@code scope.} before it; empty where it is null or of another
     *     type
     */
    record Draft(int at, Map<String, Optional<String>> members) {

        /** How a member, or another, is named to the caller. */
        String path(String member) {
            return CheckBody.path(at) + "." + member;
        }
    }

    /** What members an object may have. */
    private record Known(Set<String> names, String rule) {

        private static Known of(String... names) {
            return new Known(Set.of(names), "is unknown; known are " + String.join(", ", names));
        }

        /** What is wrong with a member of that name; null where nothing is. */
        private @Nullable String flaw(String name, boolean isNew) {
            if (!names.contains(name)) {
                return rule;
            }
            return isNew ? null : "must stand there once";
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
            String flaw = OF_THE_BODY.flaw(name, seen.add(name));
            if (json.nextToken() == JsonToken.START_ARRAY && flaw == null) {
                checks();
                continue;
            }
            json.skipChildren();
            flaws.add(name, flaw == null ? "must be a list of checks" : flaw);
        }
        if (!seen.contains(CHECKS)) {
            flaws.add(CHECKS, "is required: a list of 1 to " + MOST + " checks");
        }
        return json.nextToken() == null;
    }

    private void checks() throws IOException {
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count < MOST && json.currentToken() == JsonToken.START_OBJECT) {
                Draft draft = new Draft(count, new HashMap<>());
                members(draft, "", OF_A_CHECK);
                drafts.add(draft);
            } else {
                json.skipChildren();
                if (count < MOST) {
                    flaws.add(path(count), "must be an object with metric, amount and unit");
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
            String name = prefix.isEmpty() ? json.currentName() : prefix + json.currentName();
            boolean isNew = draft.members().putIfAbsent(name, Optional.empty()) == null;
            String flaw = known.flaw(json.currentName(), isNew);
            JsonToken value = json.nextToken();
            if (flaw == null && name.equals(SCOPE) && value == JsonToken.START_OBJECT) {
                scope(draft);
                continue;
            }
            json.skipChildren();
            if (flaw == null && value == JsonToken.VALUE_STRING && !name.equals(SCOPE)) {
                draft.members().put(name, Optional.of(json.getText()));
            } else if (flaw == null && (value != JsonToken.VALUE_NULL || REQUIRED.contains(name))) {
                flaw = name.equals(SCOPE) ? "must be an object with level" : "must be text";
            }
            if (flaw != null) {
                flaws.add(draft.path(name), flaw);
            }
        }
    }

    private void scope(Draft draft) throws IOException {
        members(draft, SCOPE + ".", OF_A_SCOPE);
        if (!draft.members().containsKey(LEVEL)) {
            flaws.add(draft.path(LEVEL), "is required");
        }
    }
}
