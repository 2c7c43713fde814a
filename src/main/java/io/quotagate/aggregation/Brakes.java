package io.quotagate.aggregation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Endpoint;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A brake for each address that fails for many connections: none of them calls it for a moment, then one tries for all.
 * What one connection alone meets, and whatever a working server answers, does not count.
 */
final class Brakes {

    private static final Logger LOG = Logger.getLogger(Brakes.class);

    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_FAILURES = 1_000;

    /** Of the longest back-off: those who wait for the one that tries wait a second time. */
    private static final int PAUSE_PERCENT = 30;

    private final FetchConfig config;
    private final MonotonicClock clock;
    private final Duration pause;
    private final Cache<String, Brake> brakes;

    Brakes(FetchConfig config, MonotonicClock clock) {
        this.config = config;
        this.clock = clock;
        this.pause = config.backOff().max().multipliedBy(PAUSE_PERCENT).dividedBy(100);
        this.brakes = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterAccess(config.brake().window().plus(pause.multipliedBy(4)))
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** How long the connection's address is not to be called; empty where it may be. */
    Optional<Duration> left(Connection connection) {
        Brake brake = brakes.getIfPresent(address(connection));
        return brake == null ? Optional.empty() : brake.left(connection.key());
    }

    /** What came of a call that was made. */
    void answered(Connection connection) {
        Brake brake = brakes.asMap().remove(address(connection));
        if (brake != null && brake.isOpen()) {
            LOG.infof("%s answers again", address(connection));
        }
    }

    void failed(Connection connection, ProviderException failure) {
        if (failure.isOfEndpoint()) {
            String address = address(connection);
            Brake brake = brakes.get(address, unused -> new Brake());
            if (brake.add(connection.key())) {
                LOG.warnf(
                        "%s fails for %d connections, and is called by none for %s",
                        address, config.brake().connections(), pause);
            }
            return;
        }
        if (failure.isAnswered() && failure.reason() != Reason.UNAVAILABLE) {
            answered(connection);
        }
    }

    /** How many addresses are not called at present. */
    long open() {
        return brakes.asMap().values().stream().filter(Brake::isOpen).count();
    }

    /** Scheme, host, port and what lies before them: all that connections of one server have in common. */
    private static String address(Connection connection) {
        Endpoint endpoint = connection.endpoint();
        String scheme = endpoint.isSecure() ? "https://" : "http://";
        String through = endpoint.proxy().map(proxy -> " through " + proxy).orElse("");
        return scheme + endpoint.host().toLowerCase(Locale.ROOT) + through;
    }

    /** Who failed at one address, and how long that keeps all from it. */
    private final class Brake {

        private final Map<ConnectionKey, Long> failures = new HashMap<>();
        private boolean open;
        private long untilNanos;
        private long nextOfFailedNanos;
        private long nextOfOthersNanos;

        synchronized boolean isOpen() {
            return open;
        }

        /**
         * Whoever finds the pause over tries; those who come meanwhile wait for a moment more. One that has failed here
         * does not keep one that has not from trying too: what failed may be the many's own after all.
         */
        synchronized Optional<Duration> left(ConnectionKey key) {
            if (!open) {
                return Optional.empty();
            }
            long now = clock.nanos();
            boolean hasFailed = failures.containsKey(key);
            long next = hasFailed ? nextOfFailedNanos : nextOfOthersNanos;
            long from = next - untilNanos > 0 ? next : untilNanos;
            if (from - now > 0) {
                return Optional.of(Duration.ofNanos(from - now));
            }
            long after = now + config.backOff().initial().toNanos();
            if (hasFailed) {
                nextOfFailedNanos = after;
            } else {
                nextOfOthersNanos = after;
            }
            return Optional.empty();
        }

        /** True where it opens by this failure. */
        synchronized boolean add(ConnectionKey key) {
            long now = clock.nanos();
            if (!open) {
                failures.values()
                        .removeIf(then -> now - then > config.brake().window().toNanos());
            }
            if (failures.size() < MOST_FAILURES) {
                failures.put(key, now);
            }
            if (!open && failures.size() < config.brake().connections()) {
                return false;
            }
            boolean opens = !open;
            open = true;
            untilNanos = now + pause.toNanos();
            nextOfFailedNanos = untilNanos;
            nextOfOthersNanos = untilNanos;
            return opens;
        }
    }
}
