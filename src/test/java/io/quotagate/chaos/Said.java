package io.quotagate.chaos;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One answer of a vendor.
 *
 * @param part of what the account is asked for that it answers
 * @param shown value or state of each amount, by the quota's id without its connection, and {@code #amount}
 * @param nanos when the question had arrived
 * @param millis the same moment on the wall clock of this process
 */
record Said(Account account, String part, long stamp, Fault how, Map<String, String> shown, long nanos, long millis) {

    static final List<String> AMOUNTS = List.of("limit", "used", "remaining");

    boolean isCredible() {
        return how.isCredible();
    }

    @Override
    public String toString() {
        return account.key() + " " + part + " " + how + " at " + Instant.ofEpochMilli(millis);
    }
}
