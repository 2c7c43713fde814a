package io.quotagate.api;

import io.netty.util.NetUtil;
import io.quarkus.runtime.StartupEvent;
import io.quotagate.provider.Buckets.Taken;
import io.quotagate.provider.Burst;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.MonotonicClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** As many at once; whoever comes then is answered at once: to keep it waiting would cost more than the answer. */
    private static final int MOST_WAITING = 1_000;
    /** Whoever has one address of IPv6 has all that begin like it. */
    private static final int NETWORK_BYTES = 8;

    private final Optional<Burst> free;
    private final LocalBuckets failures;
    private final Vertx vertx;
    private final AtomicInteger waiting = new AtomicInteger();

    FailedAttempts(CallerLimitsConfig config, MonotonicClock clock, Vertx vertx) {
        this.free = config.failures();
        this.failures = new LocalBuckets(clock);
        this.vertx = vertx;
    }

    /** A mistake in the configuration is found at the start: it was looked for when this was made. */
    void start(@Observes StartupEvent event) {}

    /** Counts a failure; answers it when its turn comes. */
    Uni<Void> slow(RoutingContext context, ProblemException problem) {
        return after(count(context)).chain(() -> Uni.createFrom().failure(problem));
    }

    /** Ends when one may be tried that is work to look at. */
    Uni<Void> turn(RoutingContext context) {
        return after(free.map(rate -> failures.take(address(context), rate, 0).join())
                .map(Taken::waitNanos)
                .orElse(0L));
    }

    /** How long its answer has to wait. */
    long count(RoutingContext context) {
        if (free.isEmpty()) {
            return 0;
        }
        Taken taken = failures.take(address(context), free.get(), 1).join();
        return taken.calls() > 0 ? 0 : taken.waitNanos();
    }

    private Uni<Void> after(long nanos) {
        if (nanos <= 0 || waiting.get() >= MOST_WAITING) {
            return Uni.createFrom().voidItem();
        }
        long millis = Math.min(nanos, LONGEST_NANOS) / NANOS_PER_MILLI + 1;
        return Uni.createFrom().emitter(turn -> {
            waiting.incrementAndGet();
            var unused = vertx.setTimer(millis, timer -> {
                waiting.decrementAndGet();
                turn.complete(null);
            });
        });
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
