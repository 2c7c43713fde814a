package io.quotagate.api;

import io.quotagate.aggregation.Providers;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.Reading;
import io.quotagate.api.ReadMetrics.Result;
import io.quotagate.api.ReadTerms.Refreshing;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Reads the report of a tenant for whoever shows it in another way than as JSON: asked and filtered by the same words, and
 * let in by the same doors.
 */
@ApplicationScoped
public class Reports {

    private final CurrentCaller current;
    private final QuotaAggregator aggregator;
    private final Providers providers;
    private final ReadMetrics metrics;
    private final RoutingContext context;
    private final Clock wall;
    private final MonotonicClock clock;

    Reports(
            CurrentCaller current,
            QuotaAggregator aggregator,
            Providers providers,
            ReadMetrics metrics,
            RoutingContext context,
            Clock wall,
            MonotonicClock clock) {
        this.current = current;
        this.aggregator = aggregator;
        this.providers = providers;
        this.metrics = metrics;
        this.context = context;
        this.wall = wall;
        this.clock = clock;
    }

    /** The current request's; sources that have nothing to show are no error here. */
    public Uni<AskedReport> read(String tenantId, UriInfo uri) {
        Tenant tenant = current.tenant(tenantId);
        ReportQuery query = ReportQuery.of(uri, Representation.JSON, tenant, providers, wall.instant());
        boolean mayRefresh = current.get().may(Permission.REFRESH, tenant.id());
        long start = clock.nanos();
        return aggregator
                .read(tenant, query.ask(), terms().terms())
                .invoke(this::count)
                .map(reading -> asked(tenant, query, reading, mayRefresh))
                .onTermination()
                .invoke(() -> metrics.waited(clock.nanos() - start));
    }

    /** Newer numbers than there are, whoever wants them asks for by a refresh. */
    private ReadTerms terms() {
        return ReadTerms.of(List.of(), context.request().headers().getAll("Prefer"), Refreshing.REFUSED);
    }

    private void count(Reading reading) {
        metrics.count(Result.of(reading.retrieval(), CacheHeaders.of(reading).extent()));
    }

    private AskedReport asked(Tenant tenant, ReportQuery query, Reading reading, boolean mayRefresh) {
        var report = reading.report();
        ReportQuery.Page page = query.page(report.lines(), tenant.thresholds(), wall.instant());
        return new AskedReport(
                tenant, report, page.lines(), Optional.ofNullable(page.nextToken()), mayRefresh, clock.nanos());
    }
}
