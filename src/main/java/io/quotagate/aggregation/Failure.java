package io.quotagate.aggregation;

import io.quotagate.provider.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the last fetch of a connection brought nothing.
 *
 * @param detail our own words, safe for a tenant
 * @param nextAttemptAt not asked again before; empty where that is not decided by time
 * @param consecutiveFailures at least 1; 0 where no fetch has ended yet
 */
public record Failure(
        Reason reason,
        String detail,
        Optional<String> vendorCode,
        Optional<String> vendorRequestId,
        Optional<Instant> lastAttemptAt,
        Optional<Instant> nextAttemptAt,
        int consecutiveFailures) {

    /** The caller's own bound ended before the fetch did. */
    static Failure pending() {
        return of(Reason.PENDING, "the vendor has not answered yet; the fetch goes on");
    }

    /** The gateway itself failed on this connection. */
    static Failure ofGateway() {
        return of(Reason.UNAVAILABLE, "the gateway failed on this connection");
    }

    private static Failure of(Reason reason, String detail) {
        return new Failure(reason, detail, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    boolean isOver(Instant now) {
        return nextAttemptAt.map(next -> !now.isBefore(next)).orElse(true);
    }
}
