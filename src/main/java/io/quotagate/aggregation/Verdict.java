package io.quotagate.aggregation;

import io.quotagate.quota.Amount;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a check.
 *
 * @param candidates those that allow it first, then the others; of both those with most remaining first
 * @param withoutNumbers ids of connections that may have room and have nothing to show
 * @param unit of the metric, where the check's does not convert to it: then nothing was decided
 */
public record Verdict(Decision decision, List<Candidate> candidates, List<String> withoutNumbers, Optional<Unit> unit) {

    /** Whether so much more may be used. */
    public enum Decision {
        ALLOWED,
        DENIED,
        /** Nobody said enough to tell. */
        UNKNOWN
    }

    /** Why a candidate decides as it does. */
    public enum Reason {
        /** By what remains. */
        REMAINING,
        UNLIMITED,
        /** The vendor does not say, or contradicts itself. */
        UNKNOWN,
        /** The account owes money. */
        ACCOUNT_ARREARS,
        /** The account is frozen. */
        ACCOUNT_SUSPENDED
    }

    /**
     * A scope where so much more might be used.
     *
     * @param quota id of the quota of that scope
     * @param remaining of the quota that decided, in its unit
     * @param left the same in the base of its unit's measure; null where it is no number
     * @param decidedBy id of that quota: of the candidate itself, or of one that it is part of
     * @param stale whether its numbers are older than they should be
     */
    public record Candidate(
            String quota,
            String connection,
            Decision decision,
            Reason reason,
            Unit unit,
            Amount remaining,
            @Nullable BigDecimal left,
            String decidedBy,
            Instant observedAt,
            boolean stale,
            Showing showing) {

        Candidate(
                String quota,
                String connection,
                Decision decision,
                Reason reason,
                Unit unit,
                Amount remaining,
                @Nullable BigDecimal left,
                String decidedBy,
                Instant observedAt,
                boolean stale) {
            this(
                    quota,
                    connection,
                    decision,
                    reason,
                    unit,
                    remaining,
                    left,
                    decidedBy,
                    observedAt,
                    stale,
                    new Showing());
        }
    }

    /** How a candidate is shown: the same to all who ask, so that it is written once. All of them are equal. */
    public static final class Showing {

        private volatile byte @Nullable [] bytes;

        /** Not copied: must not be changed. */
        public byte[] or(Supplier<byte[]> writer) {
            byte[] written = bytes;
            if (written == null) {
                written = writer.get();
                bytes = written;
            }
            return written;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Showing;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    public Verdict {
        candidates = List.copyOf(candidates);
        withoutNumbers = List.copyOf(withoutNumbers);
    }
}
