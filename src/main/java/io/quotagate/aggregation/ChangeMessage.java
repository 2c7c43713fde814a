package io.quotagate.aggregation;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a replica says when it has changed something of a connection.
 *
 * @param replica who says it
 * @param name of the connection in its definition, as in its {@link StoreKeys}
 */
record ChangeMessage(String replica, String name) {

    private static final int LONGEST = 256;
    private static final int NAMES = 3;

    /** Whatever somebody sent; empty where it is no message of a replica. */
    static Optional<ChangeMessage> of(byte[] text) {
        if (text.length > LONGEST) {
            return Optional.empty();
        }
        String[] words = new String(text, StandardCharsets.UTF_8).split(" ", -1);
        boolean complete = words.length == 2 && words[1].split("/", -1).length == NAMES;
        return complete ? Optional.of(new ChangeMessage(words[0], words[1])) : Optional.empty();
    }

    String text() {
        return replica + " " + name;
    }

    String tenant() {
        return name.split("/", -1)[0];
    }

    String connection() {
        return name.split("/", -1)[1];
    }
}
