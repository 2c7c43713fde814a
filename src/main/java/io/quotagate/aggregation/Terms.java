package io.quotagate.aggregation;

import java.time.Duration;
import java.util.Optional;

/**
 * On which terms a caller wants numbers.
 *
 * @param patience longest wait, where shorter than the gateway's own
 * @param maxAge where present, numbers of that age are asked for anew, unless that was forced a short while ago
 * @param source whether a vendor may be asked at all
 */
public record Terms(Optional<Duration> patience, Optional<Duration> maxAge, Source source) {

    public static final Terms USUAL = new Terms(Optional.empty(), Optional.empty(), Source.ANY);

    /** Where numbers may come from. */
    public enum Source {
        ANY,
        /** Only from what is there; no vendor is asked, now or later, because of this read. */
        MEMORY
    }
}
