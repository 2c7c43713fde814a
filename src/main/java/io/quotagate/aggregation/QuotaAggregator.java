package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.LogFields;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Answers a tenant: plan, fan out, merge. Start reading here. */
@Singleton
public class QuotaAggregator {

    private static final Logger LOG = Logger.getLogger(QuotaAggregator.class);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private final Snapshots snapshots;
    private final Providers providers;
    private final Duration deadline;

    QuotaAggregator(Snapshots snapshots, Providers providers, ReadConfig read, FetchConfig fetch) {
        this.snapshots = snapshots;
        this.providers = providers;
        this.deadline = read.deadline(fetch);
    }

    /**
     * What a tenant's report is merged from; takes as long as the slowest vendor that has to be waited for, at most
     * {@code quotagate.read.deadline} or as long as the terms allow.
     */
    public Uni<Reading> read(Tenant tenant, Ask ask, Terms terms) {
        List<Connection> plan = ask.plan(tenant);
        return Uni.createFrom().deferred(() -> {
            // Each goes its way to the end, also where its reader does not wait for that.
            List<CompletableFuture<Found>> asked = plan.stream()
                    .map(connection -> find(connection, terms).subscribeAsCompletionStage())
                    .toList();
            return Uni.createFrom()
                    .completionStage(() -> CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)))
                    .ifNoItem()
                    .after(patience(terms))
                    .recoverWithItem((Void) null)
                    .map(done -> new Reading(tenant.id(), arrived(plan, asked, terms), providers::catalogue));
        });
    }

    private List<Found> arrived(List<Connection> plan, List<CompletableFuture<Found>> asked, Terms terms) {
        return IntStream.range(0, plan.size())
                .mapToObj(at -> {
                    Found there = asked.get(at).getNow(null);
                    return there != null && !snapshots.hasRunOut(there) ? there : snapshots.recall(plan.get(at), terms);
                })
                .toList();
    }

    /** True while a vendor is asked for the tenant, or the shared store: whoever reads it now waits with the others. */
    public boolean isFetching(Tenant tenant) {
        return tenant.connections().stream().anyMatch(snapshots::isFetching);
    }

    /** True while a vendor is asked for anybody, or what it said is on its way to the other replicas. */
    public boolean isFetching() {
        return snapshots.isFetching();
    }

    /** To be called now and then where reads are answered from what was read before. */
    public void touch(List<Found.Standing> standings) {
        standings.forEach(standing -> snapshots.touch(standing.key()));
    }

    /** Has the vendors asked now, behind the caller's back. */
    public Uni<List<Refresh>> refresh(Tenant tenant, Ask ask) {
        List<Uni<Refresh>> refreshes = ask.plan(tenant).stream()
                .map(connection -> snapshots
                        .refresh(connection)
                        .map(cooling -> new Refresh(
                                snapshots.recall(connection, Terms.USUAL).outcome(), cooling)))
                .toList();
        return refreshes.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Uni.join().all(refreshes).andFailFast();
    }

    /**
     * What became of the wish to ask a vendor now.
     *
     * @param known what is shown of the connection meanwhile
     * @param cooling what is left of the cool-down, where that stands against it
     */
    public record Refresh(Outcome known, Optional<Duration> cooling) {}

    private Uni<Found> find(Connection connection, Terms terms) {
        return snapshots.find(connection, terms).onFailure().recoverWithItem(bug -> bug(connection, bug));
    }

    /** Never zero: what is there is shown in any case. */
    private Duration patience(Terms terms) {
        Duration wait =
                terms.patience().filter(own -> own.compareTo(deadline) < 0).orElse(deadline);
        return wait.isZero() ? SHORTEST_WAIT : wait;
    }

    /** A fault of our own costs the one source where it shows, never the report. */
    private static Found bug(Connection connection, Throwable bug) {
        LogFields.about(
                connection.key(),
                () -> LOG.errorf(
                        bug,
                        "tenant '%s', connection '%s' failed",
                        connection.key().tenant(),
                        connection.id()));
        return Found.once(new Outcome.Missing(connection, Failure.ofGateway()), Retrieval.MISS);
    }
}
