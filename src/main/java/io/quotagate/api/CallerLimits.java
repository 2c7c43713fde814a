package io.quotagate.api;

import io.quarkus.runtime.StartupEvent;
import io.quotagate.provider.Buckets;
import io.quotagate.provider.Burst;
import io.quotagate.provider.Rate;
import io.quotagate.tenant.Caller;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts what each caller asks, where it has a limit; all replicas that share a store count together. */
@Singleton
public class CallerLimits {

    private static final String STANDING = CallerLimits.class.getName();

    private final @Nullable Rate usual;
    private final Buckets buckets;

    CallerLimits(CallerLimitsConfig config, Buckets buckets) {
        this.usual = config.requests().orElse(null);
        this.buckets = buckets;
    }

    /** A mistake in the configuration is found at the start: it was looked for when this was made. */
    void start(@Observes StartupEvent event) {}

    /**
     * How a caller stands after a request of its.
     *
     * @param admitted false where it was one too many
     * @param left requests that it has now
     * @param fullSeconds until it has all of them again
     * @param waitSeconds until it has one; 0 where it has
     */
    record Standing(boolean admitted, Burst limit, long left, long fullSeconds, long waitSeconds) {

        private static Standing of(Burst limit, Buckets.Taken taken) {
            return new Standing(
                    taken.calls() > 0,
                    limit,
                    limit.left(taken.fullNanos()),
                    seconds(taken.fullNanos()),
                    seconds(taken.waitNanos()));
        }

        private static long seconds(long nanos) {
            long second = TimeUnit.SECONDS.toNanos(1);
            return (nanos + second - 1) / second;
        }

        /**
         * Tells it to the caller.
         *
         * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit fields</a>
         */
        private void show(MultiMap headers) {
            headers.set(
                            "RateLimit-Policy",
                            "\"default\";q=" + limit.calls() + ";w="
                                    + Math.max(1, seconds(limit.period().toNanos())))
                    .set("RateLimit", "\"default\";r=" + left + ";t=" + fullSeconds);
        }
    }

    /** How often the caller may ask; empty where nobody counts. */
    public Optional<Rate> of(Caller caller) {
        return caller.limit().or(() -> Optional.ofNullable(usual));
    }

    /**
     * Goes on with a request that was counted, where it is admitted, on the event loop of now; one too many goes on to
     * those who know how to say so.
     */
    static void whenAdmitted(RoutingContext request, CompletableFuture<Standing> standing, Runnable answer) {
        if (standing.isDone()) {
            answerOrNext(request, standing, answer);
            return;
        }
        Context loop = Vertx.currentContext();
        var unused = standing.whenComplete((known, bug) -> loop.runOnContext(counted -> {
            try {
                answerOrNext(request, standing, answer);
            } catch (RuntimeException unforeseen) {
                request.fail(unforeseen);
            }
        }));
    }

    /** @param standing that is there: it is not waited for */
    private static void answerOrNext(RoutingContext request, CompletableFuture<Standing> standing, Runnable answer) {
        if (standing.isCompletedExceptionally() || !standing.join().admitted()) {
            request.next();
        } else {
            answer.run();
        }
    }

    /** Counts a request, once, and tells the caller how it stands; null where it has no limit. */
    @Nullable
    CompletableFuture<Standing> count(RoutingContext request, Caller caller) {
        Rate rate = caller.limit().orElse(usual);
        if (rate == null) {
            return null;
        }
        CompletableFuture<Standing> counted = request.get(STANDING);
        if (counted != null) {
            return counted;
        }
        Burst limit = Burst.of(rate);
        CompletableFuture<Standing> standing =
                buckets.take(caller.identity(), limit, 1).thenApply(taken -> Standing.of(limit, taken));
        request.put(STANDING, standing);
        return standing.whenComplete((known, bug) -> {
            if (known != null) {
                known.show(request.response().headers());
            }
        });
    }
}
