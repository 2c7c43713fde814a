package io.quotagate.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenants;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Refuses new work while an event loop drowns. Reads that are in memory are not refused, as that would cost the same; nor
 * is whoever waits for a fetch that is under way, as many callers of one cold tenant are no more work than one.
 */
@Singleton
class Shedding implements Admission {

    private static final int AFTER_THE_IDS = RequestIds.PRIORITY - 50;
    private static final String TENANTS = "/v1/tenants/";

    private final SheddingConfig config;
    private final Tenants tenants;
    private final QuotaAggregator aggregator;
    private final RenderedReads kept;
    private final WireProblems problems;
    private final MonotonicClock clock;
    private final Counter refused;
    private final ThreadLocal<Pressure> pressures;

    Shedding(
            SheddingConfig config,
            Tenants tenants,
            QuotaAggregator aggregator,
            RenderedReads kept,
            WireProblems problems,
            MonotonicClock clock,
            MeterRegistry registry) {
        this.config = config;
        this.tenants = tenants;
        this.aggregator = aggregator;
        this.kept = kept;
        this.problems = problems;
        this.clock = clock;
        this.refused = Counter.builder("quotagate.shed")
                .description("Requests that were refused because the gateway had too much to do")
                .register(registry);
        this.pressures = ThreadLocal.withInitial(() -> new Pressure(config));
    }

    void register(@Observes Filters filters) {
        if (config.enabled()) {
            filters.register(this::handle, AFTER_THE_IDS);
        }
    }

    @Override
    public int came(EventExecutor loop, int before) {
        Pressure pressure = pressures.get();
        if (pressure.round() != before) {
            pressure.asks();
        }
        if (!pressure.isInTurn()) {
            pressure.begin(clock.nanos());
            // Comes behind all that was there to be read when the turn began.
            loop.execute(() -> pressure.end(clock.nanos()));
        }
        return pressure.round();
    }

    /** The quick way: a read that may be in memory goes on to {@link HotReads}. */
    @Override
    public boolean refuses(HttpRequest request) {
        Pressure pressure = pressures.get();
        return config.enabled()
                && !pressure.admits(clock.nanos())
                && kept.peek(request.uri()) == null
                && refuses(pressure, request.uri(), request.headers().getAll(Authentication.API_KEY));
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Pressure pressure = pressures.get();
        // Of HTTP/2 turns are not known: it is refused where what it shares the loop with is late.
        if (!pressure.isInTurn()
                || pressure.admits(clock.nanos())
                || !refuses(pressure, request.uri(), request.headers().getAll(Authentication.API_KEY))) {
            pressure.admitted();
            context.next();
            return;
        }
        problems.answer(context, ProblemException.overloaded());
        request.resume();
    }

    private boolean refuses(Pressure pressure, String uri, List<String> keys) {
        if (!Authentication.isProtected(uri) || joins(uri, keys)) {
            return false;
        }
        pressure.shed(clock.nanos());
        refused.increment();
        return true;
    }

    /** True for a caller of a tenant of whom a fetch is under way; strangers learn nothing of it. */
    private boolean joins(String uri, List<String> keys) {
        String tenant = tenant(uri);
        return Authentication.caller(tenants, keys)
                .filter(caller -> caller.sees(tenant))
                .flatMap(caller -> tenants.find(tenant))
                .filter(aggregator::isFetching)
                .isPresent();
    }

    private static String tenant(String uri) {
        int end = uri.indexOf('/', TENANTS.length());
        return uri.startsWith(TENANTS) && end > 0 ? uri.substring(TENANTS.length(), end) : "";
    }
}
