package io.quotagate.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everybody who listens to events: lets them in, keeps their streams alive, and ends them. */
@Singleton
class EventStreams {

    private static final long LOOK_EVERY_MILLIS = 200;
    /** Looks between those at callers' keys, and between those at their tokens. */
    private static final int KEYS = 5;

    private static final int TOKENS = 50;
    private static final long LONGEST_END_SECONDS = 2;

    private final EventsConfig config;
    private final Tenants tenants;
    private final BearerTokens tokens;
    private final QuotaAggregator aggregator;
    private final ReportEvents events;
    private final MonotonicClock clock;
    private final RandomGenerator random;
    private final Seats seats;
    private final Vertx vertx;
    /** To which all that follows belongs. */
    private final Context loop;

    /** Of all events that are remembered. */
    private final long mostCharacters = Runtime.getRuntime().maxMemory() / 32;

    private final Map<String, TenantWatch> watches = new HashMap<>();
    private @Nullable Long timer;
    private long looks;
    private long beat;
    private boolean closed;

    EventStreams(
            EventsConfig config,
            Tenants tenants,
            BearerTokens tokens,
            QuotaAggregator aggregator,
            ReportEvents events,
            MonotonicClock clock,
            RandomGenerator random,
            Vertx vertx,
            MeterRegistry registry) {
        this.config = config;
        this.tenants = tenants;
        this.tokens = tokens;
        this.aggregator = aggregator;
        this.events = events;
        this.clock = clock;
        this.random = random;
        this.seats = new Seats(config);
        this.vertx = vertx;
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        Gauge.builder("quotagate.event.listeners", seats, Seats::taken)
                .description("Streams of events that are open")
                .register(registry);
    }

    /**
     * Begins a stream; its head is written here.
     *
     * @param lastEventId of the latest event that the caller has; empty where it has none
     * @return never comes, and is cancelled where the connection is closed
     */
    <T> Uni<T> open(RoutingContext context, Caller caller, Tenant tenant, String lastEventId) {
        if (!seats.take(tenant.id(), caller.identity())) {
            throw ProblemException.tooManyListeners();
        }
        EventListener listener = new EventListener(
                context.request(),
                vertx.getOrCreateContext(),
                new Pass(tenants, tokens, context.request()),
                lastEventId);
        AtomicBoolean gone = new AtomicBoolean();
        Runnable leave = () -> {
            if (gone.compareAndSet(false, true)) {
                seats.leave(tenant.id(), caller.identity());
                loop.runOnContext(turn -> left(tenant, listener));
            }
        };
        context.addEndHandler(ended -> leave.run());
        // The framework takes the response's close handler for itself, and cancels what it waits for.
        Uni<T> never = Uni.createFrom().<T>nothing().onCancellation().invoke(leave);
        if (context.response().closed()) {
            // While it was found out who calls: nobody is told of that any more.
            leave.run();
            return never;
        }
        listener.begin();
        loop.runOnContext(turn -> join(tenant, listener));
        return never;
    }

    private void join(Tenant tenant, EventListener listener) {
        if (closed) {
            listener.end();
            return;
        }
        watch(tenant).join(listener, clock.nanos());
        if (timer == null) {
            timer = vertx.setPeriodic(LOOK_EVERY_MILLIS, same -> look());
        }
    }

    private TenantWatch watch(Tenant tenant) {
        TenantWatch before = watches.get(tenant.id());
        if (before != null) {
            return before;
        }
        if (watches.size() >= config.maxListeners()) {
            watches.values().removeIf(TenantWatch::isDeserted);
        }
        TenantWatch watch = new TenantWatch(tenant, aggregator, events, loop, new RecentEvents(random.nextLong()));
        watches.put(tenant.id(), watch);
        share();
        return watch;
    }

    /** All that is remembered together is bounded. */
    private void share() {
        watches.values().forEach(watch -> watch.remember(mostCharacters / watches.size()));
    }

    private void left(Tenant tenant, EventListener listener) {
        TenantWatch watch = watches.get(tenant.id());
        if (watch != null) {
            watch.leave(listener, clock.nanos());
        }
    }

    private void look() {
        long now = clock.nanos();
        looks++;
        boolean beats = now - beat >= config.heartbeat().toNanos();
        beat = beats ? now : beat;
        if (watches.entrySet().removeIf(watched -> isOver(watched.getKey(), watched.getValue(), now))) {
            share();
        }
        watches.forEach((tenant, watch) -> {
            watch.look(now);
            List<EventListener> listeners = watch.listeners();
            if (beats) {
                listeners.forEach(EventListener::beat);
            }
            listeners.forEach(listener -> lookAt(listener, tenant));
        });
        Long running = timer;
        if (watches.isEmpty() && running != null) {
            vertx.cancelTimer(running);
            timer = null;
        }
    }

    private boolean isOver(String tenant, TenantWatch watch, long now) {
        if (watch.isOf(tenants.find(tenant).orElse(null))) {
            return watch.isForgotten(now, config.memory());
        }
        watch.listeners().forEach(EventListener::end);
        return true;
    }

    private void lookAt(EventListener listener, String tenant) {
        Pass pass = listener.pass();
        if (looks % (pass.isToken() ? TOKENS : KEYS) == 0) {
            var unused = pass.isGood(tenant).subscribe().with(good -> {
                if (!good) {
                    listener.end();
                }
            });
        }
    }

    /**
     * Ends all streams, before the server is closed: so that listeners can tell an end from a failure. Waits for that, so
     * never to be called by an event loop.
     */
    void end() {
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.runOnContext(turn -> {
            closed = true;
            CompletableFuture<?>[] ends = watches.values().stream()
                    .flatMap(watch -> watch.listeners().stream())
                    .map(EventListener::ended)
                    .toArray(CompletableFuture<?>[]::new);
            watches.clear();
            var unused = CompletableFuture.allOf(ends).thenRun(() -> all.complete(null));
        });
        // Whoever does not take its end within that time is cut.
        all.completeOnTimeout(null, LONGEST_END_SECONDS, TimeUnit.SECONDS).join();
    }
}
