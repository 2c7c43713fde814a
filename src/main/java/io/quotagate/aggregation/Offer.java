package io.quotagate.aggregation;

import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.Account;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has to be checked against, arranged once and then only looked up; pure.
 *
 * @param isSilent true where it has nothing to show
 * @param chains by metric, in the order in which checks mostly list them; settings and pools that nobody has set up have none
 */
record Offer(String connection, boolean isSilent, Map<Metric, List<Chain>> chains) {

    Offer {
        chains = Map.copyOf(chains);
    }

    static Offer of(Outcome outcome) {
        String connection = outcome.connection().id();
        return outcome.snapshot()
                .map(snapshot -> new Offer(connection, false, chains(outcome, snapshot)))
                .orElseGet(() -> new Offer(connection, true, Map.of()));
    }

    private static Map<Metric, List<Chain>> chains(Outcome outcome, Snapshot snapshot) {
        Chain.Source source = new Chain.Source(outcome, snapshot, refusal(snapshot.account()));
        Map<Metric, Map<ScopeLevel, List<Quota>>> metrics = new HashMap<>();
        for (Quota quota : snapshot.quotas()) {
            if (quota.kind() != Kind.SETTING && !quota.isEmptyPart()) {
                metrics.computeIfAbsent(quota.metric(), metric -> new EnumMap<>(ScopeLevel.class))
                        .computeIfAbsent(quota.scope().level(), level -> new ArrayList<>())
                        .add(quota);
            }
        }
        Map<Metric, List<Chain>> chains = new HashMap<>();
        metrics.forEach((metric, levels) -> chains.put(
                metric,
                levels.values().stream()
                        .flatMap(List::stream)
                        .map(quota -> Chain.of(source, quota, levels))
                        // A check sorts them anew; what is sorted already takes little.
                        .sorted(Comparator.comparing(Chain::otherwise, Verdicts.BEST_FIRST))
                        .toList()));
        return chains;
    }

    /** Why nothing can be used at all, whatever remains. */
    private static Optional<Reason> refusal(Account account) {
        return switch (account.state()) {
            case ARREARS -> Optional.of(Reason.ACCOUNT_ARREARS);
            case SUSPENDED -> Optional.of(Reason.ACCOUNT_SUSPENDED);
            case ACTIVE, UNKNOWN -> Optional.empty();
        };
    }

    /** How many quotas it has. */
    int size() {
        return chains.values().stream().mapToInt(List::size).sum();
    }

    /** The unit of the metric here, where the check's does not convert to it; else null. */
    @Nullable
    Unit mismatch(QuotaCheck check) {
        for (Chain chain : of(check)) {
            if (!check.measure().convertsTo(chain.unit())) {
                return chain.unit();
            }
        }
        return null;
    }

    /** Adds the smallest scopes that the check may mean, each with what it decides. */
    void addTo(List<Candidate> candidates, QuotaCheck check) {
        QuotaCheck.Place place = check.place().orElse(null);
        for (Chain chain : of(check)) {
            if (place == null ? chain.isSmallest() : place.has(chain.scope())) {
                candidates.add(chain.candidate(check.needed()));
            }
        }
    }

    private List<Chain> of(QuotaCheck check) {
        return chains.getOrDefault(check.metric(), List.of());
    }
}
