package io.quotagate.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The vendors' documented answers, word for word. */
public final class Answers {

    private Answers() {}

    /** @param name e.g. {@code koodrive/quota-used.json} */
    public static String read(String name) {
        try (InputStream answer = Answers.class.getResourceAsStream("/io/quotagate/vendor/" + name)) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
