package io.quotagate.api;

import io.quotagate.api.Problem.Invalid;
import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with a request, so that its caller hears of all at once. */
final class Flaws {

    /** So that a small body with thousands of mistakes does not become a large answer. */
    private static final int MOST = 1_000;

    private final List<Invalid> invalid = new ArrayList<>();

    void add(String name, String rule) {
        if (invalid.size() < MOST) {
            invalid.add(new Invalid(name, rule));
        }
    }

    /** Ends the request where anything was wrong. */
    void check() {
        if (!invalid.isEmpty()) {
            throw ProblemException.invalid(invalid);
        }
    }
}
