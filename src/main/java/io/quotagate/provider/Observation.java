package io.quotagate.provider;

import io.quotagate.quota.Account;
import io.quotagate.quota.Quota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one connection said in one fetch.
 *
 * @param observedAt start of the first data call
 * @param shortfall why something less important is missing, where the numbers that matter are there
 * @param undocumented what the vendor wrote beside what its documentation knows
 */
public record Observation(
        Instant observedAt,
        List<Quota> quotas,
        Account account,
        Optional<ProviderException> shortfall,
        Undocumented undocumented) {

    public Observation {
        quotas = List.copyOf(quotas);
    }

    public Observation(Instant observedAt, List<Quota> quotas, Account account, Optional<ProviderException> shortfall) {
        this(observedAt, quotas, account, shortfall, Undocumented.NONE);
    }

    /** The same observation, with nothing of the connection's secrets in its shortfall. */
    public Observation without(Connection connection) {
        return new Observation(
                observedAt, quotas, account, shortfall.map(failure -> failure.without(connection)), undocumented);
    }

    /** The same observation of answers in which there was that beside. */
    public Observation with(Undocumented beside) {
        return new Observation(observedAt, quotas, account, shortfall, beside);
    }

    public static Observation of(Instant observedAt, List<Quota> quotas, Account account) {
        return new Observation(observedAt, quotas, account, Optional.empty());
    }
}
