package io.quotagate.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Hears of every source on every replica, until each was well: {@code ok} with numbers said since the faults ended. */
final class Recovery {

    private final Map<String, String> ill = new TreeMap<>();
    private Optional<Long> since = Optional.empty();
    private Duration longest = Duration.ZERO;

    synchronized void begin(Collection<Gateway> gateways, Collection<Account> accounts) {
        since = Optional.of(System.nanoTime());
        gateways.forEach(gateway -> accounts.forEach(account -> ill.put(name(gateway, account), "not looked at")));
    }

    private static String name(Gateway gateway, Account account) {
        return gateway + " " + account.key();
    }

    /**
     * Once well is well.
     *
     * @param source as it was shown
     * @param said what was shown of it
     */
    synchronized void look(Answer answer, Account account, Object source, Set<Said> said) {
        String name = name(answer.from(), account);
        if (since.isEmpty() || !ill.containsKey(name)) {
            return;
        }
        boolean isNew = said.stream().allMatch(each -> each.nanos() - since.get() >= 0);
        if (isNew && !said.isEmpty() && source.toString().contains("\"status\":\"ok\"")) {
            ill.remove(name);
            longest = Duration.ofNanos(answer.received() - since.get());
        } else {
            ill.put(name, source.toString());
        }
    }

    synchronized boolean isComplete() {
        return ill.isEmpty();
    }

    /** How long the last one took. */
    synchronized Duration longest() {
        return longest;
    }

    /** Those that are not well, as they were last shown. */
    synchronized String ill() {
        return ill.toString();
    }
}
