package io.quotagate.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The access tokens that are out: each call with one extends it by its period. */
final class SmhTokens {

    /** The vendor knows no such limit; it keeps us small. The token unused for longest goes first. */
    static final int MOST = 1000;

    private final RandomGenerator random;
    private final Map<String, Lease> leases = new LinkedHashMap<>();

    /**
     * What a token may do, and for how long.
     *
     * @param spaces those that the grant {@code space_admin} is for
     */
    record Token(Set<String> grants, Set<String> spaces, Duration period) {}

    private record Lease(Token token, Instant expiresAt) {}

    SmhTokens(RandomGenerator random) {
        this.random = random;
    }

    synchronized String issue(Token token, Instant now) {
        String text = "acctk" + Ids.hex(random, 64);
        extend(text, token, now);
        if (leases.size() > MOST) {
            leases.remove(leases.keySet().iterator().next());
        }
        return text;
    }

    /** The token, extended; empty where it is unknown or has expired. */
    synchronized Optional<Token> use(String text, Instant now) {
        Lease lease = leases.remove(text);
        if (lease == null || !now.isBefore(lease.expiresAt())) {
            return Optional.empty();
        }
        extend(text, lease.token(), now);
        return Optional.of(lease.token());
    }

    synchronized void revoke(String text) {
        leases.remove(text);
    }

    private void extend(String text, Token token, Instant now) {
        leases.put(text, new Lease(token, now.plus(token.period())));
    }
}
