package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.LogFields;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Undocumented;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Holds each new snapshot against the last, counts what has begun to drift, and says the first of each kind in the log. */
final class DriftWatch {

    private static final Logger LOG = Logger.getLogger(DriftWatch.class);

    private final FetchMetrics metrics;
    /** A few kinds of each provider, by both. */
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    DriftWatch(FetchMetrics metrics) {
        this.metrics = metrics;
    }

    /** @return the new snapshot with what is to be warned of */
    Snapshot watched(Connection connection, @Nullable PackedSnapshot last, Snapshot now, Undocumented undocumented) {
        Drift drift = Drift.of(last == null ? null : SnapshotCodec.unpack(last), now, undocumented);
        drift.begun().forEach((kind, times) -> begun(connection, kind, times));
        return drift.snapshot();
    }

    /** Counts an answer that is not understood, once until another failure or a good answer comes. */
    void failed(Connection connection, @Nullable Failure before, Failure failure) {
        boolean violated = failure.reason() == Reason.CONTRACT_VIOLATION;
        if (violated && (before == null || before.reason() != failure.reason())) {
            begun(connection, DriftKind.VIOLATION, 1);
        }
    }

    private void begun(Connection connection, DriftKind kind, int times) {
        metrics.drifted(connection.provider(), kind, times);
        String name = kind.name().toLowerCase(Locale.ROOT);
        if (told.add(connection.provider() + ' ' + name)) {
            LogFields.about(
                    connection.key(),
                    () -> LOG.warnf(
                            "answers of provider '%s' begin to drift: %s (tenant '%s', connection '%s'; not said again of"
                                    + " this provider, see quotagate_contract_drift_total)",
                            connection.provider(), name, connection.key().tenant(), connection.id()));
        }
    }
}
