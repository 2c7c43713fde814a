package io.quotagate.chaos;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a gateway answered.
 *
 * @param sent when the wish was about to be sent
 * @param received when the answer was there
 * @param text of the body, unpacked
 */
record Answer(Gateway from, Wish wish, int status, HttpHeaders headers, String text, long sent, long received) {

    String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** The number that stands at group 1 of the pattern in a header. */
    Optional<Long> number(String name, Pattern pattern) {
        Matcher matcher = pattern.matcher(header(name));
        return matcher.find() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
    }

    @Override
    public String toString() {
        String start = text.substring(0, Math.min(1200, text.length()));
        return from + " " + wish + " -> " + status + " " + headers.map() + " " + start;
    }
}
