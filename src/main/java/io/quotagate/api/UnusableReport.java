package io.quotagate.api;

import io.quotagate.aggregation.Failure;
import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Report;
import io.quotagate.provider.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A report that cannot be given: nothing in it can be shown, or something is missing that the caller required. */
final class UnusableReport extends RuntimeException {

    private final Report report;
    private final int status;
    private final Instant now;

    private UnusableReport(Report report, int status, String detail, Instant now) {
        super(detail, null, false, false);
        this.report = report;
        this.status = status;
        this.now = now;
    }

    /** Nothing of what was asked can be shown. */
    static UnusableReport emptyHanded(Report report, Instant now) {
        return new UnusableReport(report, 503, "No source has anything to show.", now);
    }

    /** Nothing of what was asked is there, and the caller did not want a vendor to be asked (RFC 9111, 5.2.1.7). */
    static UnusableReport notCached(Report report, Instant now) {
        return new UnusableReport(report, 504, "No source has anything to show without asking its vendor.", now);
    }

    /** The caller required all sources; the status tells of what is missing: 502 before 503 before 504. */
    static UnusableReport incomplete(Report report, Instant now) {
        int status = failures(report)
                .map(failure -> status(failure.reason()))
                .min(Integer::compare)
                .orElse(503);
        return new UnusableReport(report, status, "All sources were required, and some have nothing to show.", now);
    }

    private static int status(Reason reason) {
        return switch (reason) {
            case TIMEOUT -> 504;
            case UNAVAILABLE, RATE_LIMITED, CIRCUIT_OPEN, SUSPENDED, PENDING -> 503;
            case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, INVALID_REQUEST, CONTRACT_VIOLATION, CLOCK_SKEW -> 502;
        };
    }

    private static Stream<Failure> failures(Report report) {
        return report.sources().stream()
                .filter(source -> source.snapshot().isEmpty())
                .map(Outcome::failure)
                .flatMap(Optional::stream);
    }

    Report report() {
        return report;
    }

    int status() {
        return status;
    }

    /** Retry-After: seconds to the first attempt that is due, at least 1. */
    Map<String, String> headers() {
        long millis = failures(report)
                .map(Failure::nextAttemptAt)
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .map(next -> Duration.between(now, next).toMillis())
                .orElse(0L);
        return Map.of("Retry-After", Long.toString(Math.max(1, (millis + 999) / 1_000)));
    }
}
