package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads a query string and collects everything that is wrong with it, so that the caller hears of all at once. */
public final class Query {

    private final MultivaluedMap<String, String> parameters;
    private final Set<String> known = new TreeSet<>();
    private final List<Invalid> invalid = new ArrayList<>();

    Query(UriInfo uri) {
        this.parameters = uri.getQueryParameters();
    }

    /** Refuses every parameter. */
    public static void none(UriInfo uri) {
        new Query(uri).check();
    }

    /** All values of a parameter that may be repeated; the rule says what would be right where the parser finds none. */
    <T> Set<T> all(String name, Function<String, Optional<T>> parser, String rule) {
        known.add(name);
        Set<T> values = new LinkedHashSet<>();
        for (String text : parameters.getOrDefault(name, List.of())) {
            parser.apply(text).ifPresentOrElse(values::add, () -> invalid.add(new Invalid(name, rule)));
        }
        return values;
    }

    /** The value of a parameter that may stand there once. */
    <T> Optional<T> one(String name, Function<String, Optional<T>> parser, String rule) {
        if (parameters.getOrDefault(name, List.of()).size() > 1) {
            known.add(name);
            invalid.add(new Invalid(name, "must not be repeated"));
            return Optional.empty();
        }
        return all(name, parser, rule).stream().findFirst();
    }

    /** Refuses a parameter, whatever its value. */
    void never(String name, String rule) {
        if (parameters.containsKey(name)) {
            refuse(name, rule);
        }
    }

    void refuse(String name, String rule) {
        invalid.add(new Invalid(name, rule));
    }

    /** Ends the request where anything was wrong, also with parameters that nobody asked for. */
    void check() {
        for (String name : new TreeSet<>(parameters.keySet())) {
            if (!known.contains(name)) {
                String others = known.isEmpty() ? "; there are none here" : "; known are " + String.join(", ", known);
                invalid.add(new Invalid(name, "is unknown" + others));
            }
        }
        if (!invalid.isEmpty()) {
            throw ProblemException.invalid(invalid);
        }
    }
}
