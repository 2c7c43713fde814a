package io.quotagate.aggregation;

import io.quotagate.provider.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Why the last fetch of a connection brought nothing.
 *
 * @param detail our own words, safe for a tenant
 * @param nextAttemptAt not asked again before; empty where that is not decided by time
 * @param nextAttemptNanos the same moment on this process' monotonic clock, by which it is decided
 * @param wish whose it is that the vendor is left alone until then
 * @param consecutiveFailures at least 1; 0 where no fetch has ended yet
 */
public record Failure(
        Reason reason,
        String detail,
        Optional<String> vendorCode,
        Optional<String> vendorRequestId,
        Optional<Instant> lastAttemptAt,
        Optional<Instant> nextAttemptAt,
        long nextAttemptNanos,
        Wish wish,
        int consecutiveFailures) {

    /** Who wants the vendor to be left alone. */
    enum Wish {
        /** We do, by our back-off: whoever may ask the vendor now needs not wait for it. */
        OURS,
        /** The vendor does, and nobody overrules it. */
        VENDORS
    }

    /** The caller's own bound ended before the fetch did. */
    static Failure pending() {
        return of(Reason.PENDING, "the vendor has not answered yet; the fetch goes on");
    }

    /** The caller wanted what is there, and nothing is. */
    static Failure notAsked() {
        return of(Reason.PENDING, "the vendor was not asked, as the caller wished");
    }

    /** The gateway itself failed on this connection. */
    static Failure ofGateway() {
        return of(Reason.UNAVAILABLE, "the gateway failed on this connection");
    }

    private static Failure of(Reason reason, String detail) {
        return new Failure(
                reason,
                detail,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Wish.OURS,
                0);
    }

    boolean isOver(long nanos) {
        return nextAttemptAt.isEmpty() || nanos - nextAttemptNanos >= 0;
    }
}
