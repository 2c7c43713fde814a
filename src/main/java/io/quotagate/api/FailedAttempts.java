package io.quotagate.api;

import io.netty.util.NetUtil;
import io.quarkus.runtime.StartupEvent;
import io.quotagate.provider.Alarm;
import io.quotagate.provider.Buckets.Taken;
import io.quotagate.provider.Burst;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.MonotonicClock;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slows down an address from which credentials failed again and again: so many failures are free, from then on each
 * answer waits its turn, a second at most. A key that is good never waits, as others may share its caller's address.
 */
@Singleton
class FailedAttempts {

    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** As many at once; whoever comes then is answered at once: to keep it waiting would cost more than the answer. */
    private static final int MOST_WAITING = 1_000;
    /** Whoever has one address of IPv6 has all that begin like it. */
    private static final int NETWORK_BYTES = 8;

    private final Optional<Burst> free;
    private final LocalBuckets failures;
    private final Alarm alarm;
    private final AtomicInteger waiting = new AtomicInteger();

    FailedAttempts(CallerLimitsConfig config, MonotonicClock clock, Alarm alarm) {
        this.free = config.failures();
        this.failures = new LocalBuckets(clock);
        this.alarm = alarm;
    }

    /** A mistake in the configuration is found at the start: it was looked for when this was made. */
    void start(@Observes StartupEvent event) {}

    /** Counts a failure; answers it when its turn comes. */
    Uni<Void> slow(String address, ProblemException problem) {
        return after(count(address)).chain(() -> Uni.createFrom().failure(problem));
    }

    /** Ends when one may be tried that is work to look at. */
    Uni<Void> turn(String address) {
        return after(free.map(rate -> failures.take(address, rate, 0).join())
                .map(Taken::waitNanos)
                .orElse(0L));
    }

    /** How long its answer has to wait. */
    long count(String address) {
        if (free.isEmpty()) {
            return 0;
        }
        Taken taken = failures.take(address, free.get(), 1).join();
        return taken.calls() > 0 ? 0 : taken.waitNanos();
    }

    private Uni<Void> after(long nanos) {
        if (nanos <= 0 || waiting.get() >= MOST_WAITING) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(turn -> {
            waiting.incrementAndGet();
            alarm.after(Duration.ofNanos(Math.min(nanos, LONGEST_NANOS)), () -> {
                waiting.decrementAndGet();
                turn.complete(null);
            });
        });
    }

    /** How many wait. */
    int waiting() {
        return waiting.get();
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
