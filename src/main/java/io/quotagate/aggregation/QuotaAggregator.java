package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.FetchConfig;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Answers a tenant: plan, fan out, merge. Start reading here. */
@ApplicationScoped
public class QuotaAggregator {

    private static final Logger LOG = Logger.getLogger(QuotaAggregator.class);

    private final Snapshots snapshots;
    private final Providers providers;
    private final Duration deadline;

    QuotaAggregator(Snapshots snapshots, Providers providers, ReadConfig read, FetchConfig fetch) {
        this.snapshots = snapshots;
        this.providers = providers;
        this.deadline = read.deadline(fetch);
    }

    /** The tenant's report; takes as long as the slowest vendor asked, at most {@code quotagate.read.deadline}. */
    public Uni<Report> report(Tenant tenant, Ask ask) {
        return fanOut(ask.plan(tenant)).map(outcomes -> Merge.of(tenant.id(), outcomes, providers::catalogue));
    }

    private Uni<List<Outcome>> fanOut(List<Connection> connections) {
        if (connections.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Uni<Outcome>> asked = connections.stream().map(this::find).toList();
        return Uni.join().all(asked).andFailFast();
    }

    private Uni<Outcome> find(Connection connection) {
        return snapshots
                .find(connection)
                .ifNoItem()
                .after(deadline)
                .recoverWithItem(() -> new Outcome.Missing(connection, Failure.pending()))
                .onFailure()
                .recoverWithItem(bug -> bug(connection, bug));
    }

    /** A fault of our own costs the one source where it shows, never the report. */
    private static Outcome bug(Connection connection, Throwable bug) {
        LOG.errorf(bug, "tenant '%s', connection '%s' failed", connection.key().tenant(), connection.id());
        return new Outcome.Missing(connection, Failure.ofGateway());
    }
}
