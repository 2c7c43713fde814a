package io.quotagate.api;

import io.quotagate.aggregation.Failure;
import io.quotagate.aggregation.Outcome;
import io.quotagate.aggregation.Report;
import io.quotagate.provider.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A report that cannot be given: nothing in it can be shown, or something is missing that the caller required. */
final class UnusableReport extends RuntimeException {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Report report;
    private final int status;
    private final long nanos;

    /** @param nanos now, on the monotonic clock: what is left of a back-off does not change where the wall clock is set */
    private UnusableReport(Report report, int status, String detail, long nanos) {
        super(detail, null, false, false);
        this.report = report;
        this.status = status;
        this.nanos = nanos;
    }

    /** Nothing of what was asked can be shown. */
    static UnusableReport emptyHanded(Report report, long nanos) {
        return new UnusableReport(report, 503, "No source has anything to show.", nanos);
    }

    /** Nothing of what was asked is there, and the caller did not want a vendor to be asked (RFC 9111, 5.2.1.7). */
    static UnusableReport notCached(Report report, long nanos) {
        return new UnusableReport(report, 504, "No source has anything to show without asking its vendor.", nanos);
    }

    /** The caller required all sources; the status tells of what is missing: 502 before 503 before 504. */
    static UnusableReport incomplete(Report report, long nanos) {
        int status = failures(report)
                .map(failure -> status(failure.reason()))
                .min(Integer::compare)
                .orElse(503);
        return new UnusableReport(report, status, "All sources were required, and some have nothing to show.", nanos);
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
        long left = failures(report)
                .filter(failure -> failure.nextAttemptAt().isPresent())
                .mapToLong(failure -> failure.nextAttemptNanos() - nanos)
                .min()
                .orElse(0);
        return Map.of("Retry-After", Long.toString(Math.max(1, (left + SECOND - 1) / SECOND)));
    }
}
