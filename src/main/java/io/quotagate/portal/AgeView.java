package io.quotagate.portal;

import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Snapshot;
import java.time.Duration;
import java.util.Optional;

/**
 * How old the numbers of a source are, and whether there should be newer ones.
 *
 * @param observedAt in RFC 3339
 * @param millis since then; the page goes on counting
 * @param freshMillis until the vendor is asked again; below 0 where that is due
 * @param state fresh, refreshing or stale
 */
record AgeView(String observedAt, long millis, long freshMillis, String state) {

    /** Empty where the source has nothing to show. */
    static Optional<AgeView> of(Outcome source, long nanos) {
        return source.snapshot().map(snapshot -> of(source, snapshot, nanos));
    }

    private static AgeView of(Outcome source, Snapshot snapshot, long nanos) {
        long millis =
                Math.max(0, Duration.ofNanos(nanos - snapshot.observedNanos()).toMillis());
        long left = source.connection().freshFor().toMillis() - millis;
        return new AgeView(snapshot.observedAt().toString(), millis, left, state(source));
    }

    private static String state(Outcome source) {
        if (source instanceof Outcome.Fresh) {
            return "fresh";
        }
        return source.failure().isPresent() ? "stale" : "refreshing";
    }

    public String ago() {
        return HumanTime.span(Duration.ofMillis(millis)) + " ago";
    }

    public String fresh() {
        return freshMillis > 0 ? "fresh for " + HumanTime.span(Duration.ofMillis(freshMillis)) : "due for a refresh";
    }
}
