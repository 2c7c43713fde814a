package io.quotagate.aggregation;

import io.quotagate.aggregation.Chain.Link;
import io.quotagate.aggregation.Chain.Ruling;
import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.Account;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one connection has to be checked against, arranged once and then only looked up; pure.
 *
 * @param numbers empty where it has nothing to show
 */
record Offer(String connection, String provider, Optional<Numbers> numbers) {

    /**
     * What there is to show.
     *
     * @param refusal why nothing can be used at all, whatever remains
     * @param chains by metric, in the order of their ids; settings have none
     */
    record Numbers(Instant observedAt, boolean stale, Optional<Reason> refusal, Map<Metric, List<Chain>> chains) {

        Numbers {
            chains = Map.copyOf(chains);
        }

        private int size() {
            return chains.values().stream().mapToInt(List::size).sum();
        }

        private List<Chain> of(Metric metric) {
            return chains.getOrDefault(metric, List.of());
        }
    }

    static Offer of(Outcome outcome) {
        String connection = outcome.connection().id();
        return new Offer(
                connection,
                outcome.connection().provider(),
                outcome.snapshot()
                        .map(snapshot -> new Numbers(
                                snapshot.observedAt(),
                                !(outcome instanceof Outcome.Fresh),
                                refusal(snapshot.account()),
                                chains(connection, snapshot.quotas()))));
    }

    /** How many quotas it has. */
    int size() {
        return numbers.map(Numbers::size).orElse(0);
    }

    private static Optional<Reason> refusal(Account account) {
        return switch (account.state()) {
            case ARREARS -> Optional.of(Reason.ACCOUNT_ARREARS);
            case SUSPENDED -> Optional.of(Reason.ACCOUNT_SUSPENDED);
            case ACTIVE, UNKNOWN -> Optional.empty();
        };
    }

    private static Map<Metric, List<Chain>> chains(String connection, List<Quota> quotas) {
        Map<Metric, List<Quota>> metrics = new HashMap<>();
        for (Quota quota : quotas) {
            if (quota.kind() != Kind.SETTING) {
                metrics.computeIfAbsent(quota.metric(), metric -> new ArrayList<>())
                        .add(quota);
            }
        }
        Map<Metric, List<Chain>> chains = new HashMap<>();
        metrics.forEach((metric, all) -> chains.put(
                metric,
                all.stream()
                        .map(quota -> chain(connection, quota, all))
                        .sorted(Comparator.comparing(chain -> chain.own().id()))
                        .toList()));
        return chains;
    }

    /** @param all of the same metric */
    private static Chain chain(String connection, Quota quota, List<Quota> all) {
        List<Link> wider = all.stream()
                .filter(other -> isPart(quota, other))
                .map(other -> Link.of(other.id(connection), other))
                .toList();
        return new Chain(
                quota.scope(),
                Link.of(quota.id(connection), quota),
                wider,
                all.stream().noneMatch(other -> isPart(other, quota)));
    }

    private static boolean isPart(Quota part, Quota whole) {
        return part.scope().level().isPartOf(whole.scope().level());
    }

    /** The unit of the metric here, where the check's does not convert to it. */
    Optional<Unit> mismatch(QuotaCheck check) {
        return numbers.stream()
                .flatMap(shown -> shown.of(check.metric()).stream())
                .map(chain -> chain.own().unit())
                .filter(unit -> !check.measure().convertsTo(unit))
                .findFirst();
    }

    /** The smallest scopes that the check may mean, each with what it decides. */
    void candidates(QuotaCheck check, List<Candidate> candidates) {
        Numbers shown = numbers.orElse(null);
        if (shown == null) {
            return;
        }
        for (Chain chain : shown.of(check.metric())) {
            boolean matches =
                    check.place().map(place -> place.has(chain.scope())).orElse(chain.isSmallest());
            if (matches) {
                candidates.add(candidate(shown, chain, check.needed()));
            }
        }
    }

    private Candidate candidate(Numbers shown, Chain chain, BigDecimal needed) {
        Reason refusal = shown.refusal().orElse(null);
        Ruling ruling = refusal == null ? chain.rule(needed) : new Ruling(Decision.DENIED, refusal, chain.own());
        return new Candidate(
                chain.own().id(),
                connection,
                ruling.decision(),
                ruling.reason(),
                ruling.by().unit(),
                ruling.by().remaining(),
                ruling.by().id(),
                shown.observedAt(),
                shown.stale());
    }
}
