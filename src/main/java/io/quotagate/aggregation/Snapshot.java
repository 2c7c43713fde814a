package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.quota.Account;
import io.quotagate.quota.Quota;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What one connection said at one time. The unit of caching.
 *
 * @param observedAt start of the first data call, in milliseconds
 * @param observedNanos the same moment on this process' monotonic clock, by which its age is told
 * @param shortfall why something less important is missing
 * @param memory what the next one is held against
 */
public record Snapshot(
        Instant observedAt,
        long observedNanos,
        List<Quota> quotas,
        Account account,
        Optional<ProviderException> shortfall,
        DriftMemory memory) {

    public Snapshot(
            Instant observedAt,
            long observedNanos,
            List<Quota> quotas,
            Account account,
            Optional<ProviderException> shortfall) {
        this(observedAt, observedNanos, quotas, account, shortfall, DriftMemory.NONE);
    }

    static Snapshot of(Observation observation, long observedNanos) {
        return new Snapshot(
                observation.observedAt().truncatedTo(ChronoUnit.MILLIS),
                observedNanos,
                observation.quotas(),
                observation.account(),
                observation.shortfall());
    }

    /** The same numbers, with what is to be said of them. */
    Snapshot with(List<Quota> warned, DriftMemory remembered) {
        return new Snapshot(observedAt, observedNanos, warned, account, shortfall, remembered);
    }

    /** Until then it is served without asking the vendor. */
    public Instant freshUntil(Connection connection) {
        return observedAt.plus(connection.freshFor());
    }

    /** Until then it may stand in for a vendor that fails. */
    public Instant staleUntil(Connection connection) {
        return observedAt.plus(connection.staleFor());
    }
}
