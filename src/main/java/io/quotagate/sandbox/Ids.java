package io.quotagate.sandbox;

import java.util.random.RandomGenerator;

/** Names made up by a vendor for requests, tokens and sessions. */
final class Ids {

    private Ids() {}

    static String hex(RandomGenerator random, int length) {
        StringBuilder id = new StringBuilder(length);
        random.ints(length, 0, 16).forEach(digit -> id.append(Character.forDigit(digit, 16)));
        return id.toString();
    }
}
