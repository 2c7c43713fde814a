package io.quotagate.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
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
class Shedding {

    private static final int BEFORE_HOT_READS = RequestIds.PRIORITY + 150;
    private static final int AFTER_THE_IDS = RequestIds.PRIORITY - 50;
    private static final String TENANTS = "/v1/tenants/";

    private final SheddingConfig config;
    private final Tenants tenants;
    private final QuotaAggregator aggregator;
    private final WireProblems problems;
    private final MonotonicClock clock;
    private final Counter refused;
    private final ThreadLocal<Pressure> pressures;

    Shedding(
            SheddingConfig config,
            Tenants tenants,
            QuotaAggregator aggregator,
            WireProblems problems,
            MonotonicClock clock,
            MeterRegistry registry) {
        this.config = config;
        this.tenants = tenants;
        this.aggregator = aggregator;
        this.problems = problems;
        this.clock = clock;
        this.refused = Counter.builder("quotagate.shed")
                .description("Requests that were refused because the gateway had too much to do")
                .register(registry);
        this.pressures = ThreadLocal.withInitial(() -> new Pressure(config));
    }

    void register(@Observes Filters filters) {
        if (config.enabled()) {
            filters.register(this::come, BEFORE_HOT_READS);
            filters.register(this::handle, AFTER_THE_IDS);
        }
    }

    private void come(RoutingContext context) {
        Pressure pressure = pressures.get();
        if (!pressure.isInTurn()) {
            pressure.begin(clock.nanos());
            // Comes behind all that was there to be read when the turn began.
            Vertx.currentContext().runOnContext(done -> pressure.end(clock.nanos()));
        }
        context.next();
    }

    private void handle(RoutingContext context) {
        Pressure pressure = pressures.get();
        HttpServerRequest request = context.request();
        if (pressure.admits(clock.nanos()) || !request.uri().startsWith("/v1/") || joins(request)) {
            context.next();
            return;
        }
        pressure.shed(clock.nanos());
        refused.increment();
        problems.answer(context, ProblemException.overloaded());
        request.resume();
    }

    /** True for a caller of a tenant of whom a fetch is under way; strangers learn nothing of it. */
    private boolean joins(HttpServerRequest request) {
        List<String> keys = request.headers().getAll("X-API-Key");
        String tenant = tenant(request.uri());
        return keys.size() == 1
                && tenants.caller(Authentication.bytes(keys.get(0)))
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
