package io.quotagate.api;

import io.quotagate.aggregation.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On which terms a caller reads, as its headers tell. What cannot be understood or is not allowed is ignored, as the
 * standards want it.
 *
 * @param applied the preference that is honoured, for Preference-Applied
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1">RFC 9111, 5.2.1</a>, request Cache-Control
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7240#section-4.3">RFC 7240, 4.3</a>, Prefer: wait
 */
record ReadTerms(Terms terms, Optional<String> applied) {

    static final ReadTerms USUAL = new ReadTerms(Terms.USUAL, Optional.empty());

    private static final Pattern SECONDS = Pattern.compile("\"?(\\d{1,9})\"?");

    /** Whether a caller may have vendors asked. */
    enum Refreshing {
        ALLOWED,
        REFUSED
    }

    static ReadTerms of(List<String> cacheControl, List<String> prefer, Refreshing refreshing) {
        if (cacheControl.isEmpty() && prefer.isEmpty()) {
            return USUAL;
        }
        List<String> directives = elements(cacheControl);
        boolean cachedOnly = directives.contains("only-if-cached");
        Optional<Duration> maxAge =
                directives.contains("no-cache") ? Optional.of(Duration.ZERO) : seconds(directives, "max-age");
        Optional<Duration> patience = seconds(elements(prefer), "wait");
        return new ReadTerms(
                new Terms(
                        patience,
                        refreshing == Refreshing.ALLOWED ? maxAge : Optional.empty(),
                        cachedOnly ? Terms.Source.MEMORY : Terms.Source.ANY),
                patience.map(wait -> "wait=" + wait.toSeconds()));
    }

    /** The first one decides. */
    private static Optional<Duration> seconds(List<String> elements, String name) {
        return elements.stream()
                .filter(element -> element.startsWith(name + "="))
                .findFirst()
                .map(element -> SECONDS.matcher(element.substring(name.length() + 1)))
                .filter(Matcher::matches)
                .map(matcher -> Duration.ofSeconds(Long.parseLong(matcher.group(1))));
    }

    /** The elements of all header lines, in lower case, without parameters and blanks. */
    private static List<String> elements(List<String> lines) {
        List<String> elements = new ArrayList<>();
        for (String line : lines) {
            for (String element : line.toLowerCase(Locale.ROOT).split(",")) {
                String plain = element.split(";", 2)[0];
                elements.add(plain.replaceAll("\\s", ""));
            }
        }
        return elements;
    }
}
