package io.quotagate.sandbox;

import java.util.Locale;

/** How a simulated vendor can misbehave. */
enum Fault {
    /** It does not. */
    NONE,
    /** The call is taken and never answered. */
    TIMEOUT,
    /** The vendor says that it is out of order. */
    UNAVAILABLE,
    /** The vendor asks for fewer calls, with {@code Retry-After: 1}. */
    THROTTLED,
    /** The vendor refuses the credential, token or session. */
    UNAUTHORIZED,
    /** A page of HTML with status 200. */
    GARBAGE,
    /** The first half of the right answer's body, as if it were all. */
    TRUNCATED,
    /** Status 200 without a body. */
    EMPTY,
    /** Status 302 to a place that does not exist. */
    REDIRECT,
    /** The TCP connection is reset instead of an answer. */
    RESET,
    /** The right answer, a byte every 100 ms. */
    DRIP,
    /** The right answer after 16 MiB of white space. */
    HUGE,
    /** A well-formed answer that the vendor's documentation rules out. */
    WRONG;

    /** As the dial spells it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
