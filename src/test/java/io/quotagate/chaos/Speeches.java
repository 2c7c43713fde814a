package io.quotagate.chaos;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Everything that the vendors said, and to whom: the truth that answers are held against. */
final class Speeches {

    private final AtomicLong stamps = new AtomicLong();
    private final Map<String, Said> byValue = new ConcurrentHashMap<>();

    long nextStamp() {
        return stamps.incrementAndGet();
    }

    long count() {
        return stamps.get();
    }

    void add(Said said) {
        said.shown().forEach((amount, value) -> {
            if (isNumber(value)) {
                byValue.put(said.account().key() + " " + amount + "=" + value, said);
            }
        });
    }

    /** When and how the connection's own vendor said this number of this amount. */
    Optional<Said> find(Account account, String quota, String amount, String value) {
        return Optional.ofNullable(byValue.get(account.key() + " " + quota + "#" + amount + "=" + value));
    }

    static boolean isNumber(String text) {
        return text.matches("-?\\d.*");
    }
}
