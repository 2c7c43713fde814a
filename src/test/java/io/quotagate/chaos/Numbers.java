package io.quotagate.chaos;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers of one answer. Each is unlike all others of the whole run: it is made of a stamp, which only grows, of the
 * account and of its place. Beside them stands how each is to be shown, worked out here a second time.
 */
final class Numbers {

    static final BigDecimal KIBI = BigDecimal.valueOf(1L << 10);
    static final BigDecimal GIBI = BigDecimal.valueOf(1L << 30);

    /** So that some of the numbers of a run are below 2^63 and some above. */
    private static final BigDecimal EDGE = BigDecimal.valueOf(Long.MAX_VALUE - 10_000_000);

    private final BigDecimal base;
    private final Map<String, String> shown = new HashMap<>();
    private int place;

    private Numbers(BigDecimal base) {
        this.base = base;
    }

    static Numbers of(long stamp, Account account) {
        return new Numbers(BigDecimal.valueOf(stamp * 10_000 + account.number() * 100L));
    }

    /** Far larger ones. */
    Numbers atTheEdge() {
        return new Numbers(base.add(EDGE));
    }

    BigDecimal next() {
        return base.add(BigDecimal.valueOf(place++));
    }

    /** @param quota id of the quota without its connection */
    void show(String quota, String amount, BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        show(quota, amount, plain.toPlainString());
    }

    /** @param state or value */
    void show(String quota, String amount, String state) {
        shown.put(quota + "#" + amount, state);
    }

    /** A thing of which some is used; what remains is the difference. */
    void showAllocation(String quota, BigDecimal limit, BigDecimal used) {
        show(quota, "limit", limit);
        show(quota, "used", used);
        show(quota, "remaining", limit.subtract(used));
    }

    /** Only one of its amounts says something. */
    void showOnly(String quota, String amount, BigDecimal value, String others) {
        for (String each : Said.AMOUNTS) {
            show(quota, each, others);
        }
        show(quota, amount, value);
    }

    Map<String, String> shown() {
        return Map.copyOf(shown);
    }
}
