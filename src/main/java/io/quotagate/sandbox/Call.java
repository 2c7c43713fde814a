package io.quotagate.sandbox;

import java.util.Locale;

/** The kinds of calls that a fault can be kept to. */
enum Call {
    /** Brings numbers; also whatever is none of the others. */
    DATA,
    /** Issues, renews or ends a token or session. */
    LOGIN,
    /** KooDrive's {@code /service}, which may fail alone. */
    SERVICE;

    /** As the dial spells it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
