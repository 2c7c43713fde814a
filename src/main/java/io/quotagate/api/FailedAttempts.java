package io.quotagate.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.netty.util.NetUtil;
import io.quarkus.runtime.StartupEvent;
import io.quotagate.provider.Alarm;
import io.quotagate.provider.Burst;
import io.quotagate.provider.MonotonicClock;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Slows down an address from which credentials failed again and again: so many failures are free, from then on each takes a
 * turn of its own, and its answer waits until that, a second at most. A key that is good never waits, as others may share
 * its caller's address; a token is not looked at before a turn, as that is work.
 */
@Singleton
class FailedAttempts {

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** So many wait at once, of one address and of all. */
    private static final int MOST_OF_ONE = 100;

    private static final int MOST = 2_000;
    /** Whoever has one address of IPv6 has all that begin like it. */
    private static final int NETWORK_BYTES = 8;

    private final Optional<Burst> free;
    private final MonotonicClock clock;
    private final Alarm alarm;
    /** When all that failed from an address is forgiven. */
    private final Cache<String, Long> forgiven;

    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    FailedAttempts(CallerLimitsConfig config, MonotonicClock clock, Alarm alarm) {
        this.free = config.failures();
        this.clock = clock;
        this.alarm = alarm;
        this.forgiven = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfter(Expiry.writing(
                        (String address, Long nanos) -> Duration.ofNanos(Math.max(0, nanos - clock.nanos()))))
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    /** A mistake in the configuration is found at the start: it was looked for when this was made. */
    void start(@Observes StartupEvent event) {}

    /** Counts a failure; answers it when its turn comes, or at once where too many wait already. */
    Uni<Void> slow(String address, ProblemException problem) {
        return after(address, count(address))
                .onFailure()
                .transform(full -> problem)
                .chain(() -> Uni.createFrom().failure(problem));
    }

    /** Ends when one may be tried that is work to look at; fails where too many wait for that. */
    Uni<Void> turn(String address) {
        return after(address, wait(forgiven.getIfPresent(address)));
    }

    /** Counts a failure. Gives how long its answer has to wait. */
    long count(String address) {
        if (free.isEmpty()) {
            return 0;
        }
        long[] wait = new long[1];
        var unused = forgiven.asMap().compute(address, (same, before) -> {
            wait[0] = wait(before);
            long now = clock.nanos();
            long base = before == null || before - now < 0 ? now : before;
            // Who waits for longest takes no turn of its own: there would be no end of them.
            return wait[0] >= LONGEST_NANOS
                    ? base
                    : Long.valueOf(base + free.get().intervalNanos());
        });
        return wait[0];
    }

    /** Until the next one is free, where all before it are forgiven at the time given. */
    private long wait(@Nullable Long until) {
        return until == null || free.isEmpty()
                ? 0
                : Math.max(0, until - clock.nanos() - free.get().toleranceNanos());
    }

    private Uni<Void> after(String address, long nanos) {
        if (nanos <= 0) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(turn -> {
            if (!enter(address)) {
                turn.fail(ProblemException.overloaded());
                return;
            }
            alarm.after(Duration.ofNanos(Math.min(nanos, LONGEST_NANOS)), () -> {
                leave(address);
                turn.complete(null);
            });
        });
    }

    private boolean enter(String address) {
        boolean full = all.get() >= MOST || waiting.getOrDefault(address, 0) >= MOST_OF_ONE;
        if (!full) {
            all.incrementAndGet();
            waiting.merge(address, 1, Integer::sum);
        }
        return !full;
    }

    private void leave(String address) {
        all.decrementAndGet();
        waiting.computeIfPresent(address, (same, before) -> before == 1 ? null : Integer.valueOf(before - 1));
    }

    /** How many wait. */
    int waiting() {
        return all.get();
    }

    /** Where the request comes from; the network of an IPv6 address. */
    static String address(RoutingContext context) {
        String host = context.request().remoteAddress().hostAddress();
        if (host == null) {
            return "local";
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        return bytes == null || bytes.length <= NETWORK_BYTES
                ? host
                : HexFormat.ofDelimiter(":").formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "::/64";
    }
}
