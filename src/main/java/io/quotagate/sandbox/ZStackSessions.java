package io.quotagate.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sessions that are open: each ends two hours after its login, used or not, and a user may have so many. */
final class ZStackSessions {

    static final int MOST_PER_USER = 500;

    private static final Duration LIFETIME = Duration.ofSeconds(7200);

    private final RandomGenerator random;
    private final Map<String, Session> open = new HashMap<>();

    private record Session(String user, Instant expiresAt) {}

    ZStackSessions(RandomGenerator random) {
        this.random = random;
    }

    /** The new session's uuid; empty where the user has too many already. */
    synchronized Optional<String> login(String user, Instant now) {
        open.values().removeIf(session -> !now.isBefore(session.expiresAt()));
        long others = open.values().stream()
                .filter(session -> session.user().equals(user))
                .count();
        if (others >= MOST_PER_USER) {
            return Optional.empty();
        }
        String uuid = Ids.hex(random, 32);
        open.put(uuid, new Session(user, expiry(now)));
        return Optional.of(uuid);
    }

    static Instant expiry(Instant now) {
        return now.plus(LIFETIME);
    }

    synchronized boolean isOpen(String uuid, Instant now) {
        Session session = open.get(uuid);
        return session != null && now.isBefore(session.expiresAt());
    }

    synchronized void logout(String uuid) {
        open.remove(uuid);
    }
}
