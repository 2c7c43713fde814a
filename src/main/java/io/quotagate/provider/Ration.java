package io.quotagate.provider;

import java.util.Optional;

/**
 * How often a vendor may be called.
 *
 * @param perCredential with what one connection logs in with; empty where that is not limited
 * @param perHost on one host of one vendor, by all connections together; empty where that is not limited
 */
public record Ration(Optional<Rate> perCredential, Optional<Rate> perHost) {

    public static final Ration UNLIMITED = new Ration(Optional.empty(), Optional.empty());

    boolean isUnlimited() {
        return perCredential.isEmpty() && perHost.isEmpty();
    }

    public static Ration perCredential(String rate) {
        return new Ration(Optional.of(Rate.parse(rate)), Optional.empty());
    }

    public static Ration perHost(String rate) {
        return new Ration(Optional.empty(), Optional.of(Rate.parse(rate)));
    }

    /** This with another rate for the credential. */
    public Ration withPerCredential(Rate rate) {
        return new Ration(Optional.of(rate), perHost);
    }
}
