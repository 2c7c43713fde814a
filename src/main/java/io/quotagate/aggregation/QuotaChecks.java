package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Answers a tenant's checks from one read of the connections that can matter to any of them. */
@Singleton
public class QuotaChecks {

    private final QuotaAggregator aggregator;
    private final MetricUnits metrics;

    QuotaChecks(QuotaAggregator aggregator, MetricUnits metrics) {
        this.aggregator = aggregator;
        this.metrics = metrics;
    }

    /**
     * What was decided, and how the read came by the connection that cost it most.
     *
     * @param verdicts in the order of the checks
     */
    public record Answer(List<Verdict> verdicts, Retrieval retrieval) {}

    /** Takes as long as a read of the report does that asks for the same connections. */
    public Uni<Answer> answer(Tenant tenant, List<QuotaCheck> checks, Terms terms) {
        Set<String> asked = new HashSet<>();
        for (Connection connection : tenant.connections()) {
            if (checks.stream().anyMatch(check -> matters(check, connection.id(), connection.provider()))) {
                asked.add(connection.id());
            }
        }
        if (asked.isEmpty()) {
            // To ask for none would be to ask for all.
            return Uni.createFrom().item(new Answer(verdicts(checks, List.of()), Retrieval.HIT));
        }
        return aggregator
                .read(tenant, new Ask(Set.of(), asked), terms)
                .map(reading -> new Answer(
                        verdicts(
                                checks,
                                reading.found().stream()
                                        .map(found -> Offer.of(found.outcome()))
                                        .toList()),
                        reading.retrieval()));
    }

    private List<Verdict> verdicts(List<QuotaCheck> checks, List<Offer> offers) {
        List<Verdict> verdicts = new ArrayList<>(checks.size());
        for (QuotaCheck check : checks) {
            List<Offer> matching = offers.stream()
                    .filter(offer -> matters(check, offer.connection(), offer.provider()))
                    .toList();
            verdicts.add(Verdicts.of(check, matching));
        }
        return verdicts;
    }

    private boolean matters(QuotaCheck check, String connection, String provider) {
        return check.wants(connection, provider) && metrics.mayHave(provider, check.metric());
    }
}
