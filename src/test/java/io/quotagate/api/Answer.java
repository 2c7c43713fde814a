package io.quotagate.api;

import java.util.Locale;
import java.util.Optional;

/** What came back, word for word. */
record Answer(String text) {

    private static final String END_OF_HEADERS = "\r\n\r\n";

    int status() {
        return Integer.parseInt(text.split(" ", 3)[1]);
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return text.substring(0, text.indexOf(END_OF_HEADERS))
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    String body() {
        return text.substring(text.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length());
    }
}
