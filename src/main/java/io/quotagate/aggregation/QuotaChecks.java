package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers a tenant's checks from one read of the connections that can matter to any of them. */
@Singleton
public class QuotaChecks {

    private final QuotaAggregator aggregator;
    private final MetricUnits metrics;
    private final Offers offers;
    private final MonotonicClock clock;

    QuotaChecks(QuotaAggregator aggregator, MetricUnits metrics, Offers offers, MonotonicClock clock) {
        this.aggregator = aggregator;
        this.metrics = metrics;
        this.offers = offers;
        this.clock = clock;
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
            if (checks.stream().anyMatch(check -> matters(check, connection))) {
                asked.add(connection.id());
            }
        }
        if (asked.isEmpty()) {
            // To ask for none would be to ask for all.
            return Uni.createFrom().item(new Answer(verdicts(tenant, checks, Map.of()), Retrieval.HIT));
        }
        return aggregator
                .read(tenant, new Ask(Set.of(), asked), terms)
                .map(reading -> new Answer(verdicts(tenant, checks, arranged(reading)), reading.retrieval()));
    }

    /** The same at once, where it follows from what is at hand and no vendor would be asked; null where it does not. */
    public @Nullable List<Verdict> recall(Tenant tenant, List<QuotaCheck> checks) {
        long now = clock.nanos();
        Map<String, Offer> known = new HashMap<>();
        for (Connection connection : tenant.connections()) {
            if (checks.stream().anyMatch(check -> matters(check, connection))) {
                Offer offer = offers.find(connection, now);
                if (offer == null) {
                    return null;
                }
                known.put(connection.id(), offer);
            }
        }
        return verdicts(tenant, checks, known);
    }

    private Map<String, Offer> arranged(Reading reading) {
        long now = clock.nanos();
        Map<String, Offer> arranged = new HashMap<>();
        for (Found found : reading.found()) {
            Offer offer = offers.of(found, now);
            arranged.put(offer.connection(), offer);
        }
        return arranged;
    }

    /** @param known what is to be checked against, by connection: of all that matter to any check */
    private List<Verdict> verdicts(Tenant tenant, List<QuotaCheck> checks, Map<String, Offer> known) {
        List<Verdict> verdicts = new ArrayList<>(checks.size());
        for (QuotaCheck check : checks) {
            List<Offer> matching = new ArrayList<>();
            for (Connection connection : tenant.connections()) {
                Offer offer = known.get(connection.id());
                if (offer != null && matters(check, connection)) {
                    matching.add(offer);
                }
            }
            verdicts.add(Verdicts.of(check, matching));
        }
        return verdicts;
    }

    private boolean matters(QuotaCheck check, Connection connection) {
        return check.wants(connection.id(), connection.provider()) && metrics.mayHave(connection.provider(), check);
    }
}
