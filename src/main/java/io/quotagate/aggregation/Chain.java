package io.quotagate.aggregation;

import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A quota and those that it is part of: what takes from it takes from all of them. Pure.
 *
 * @param own the quota itself
 * @param wider those that it is part of
 * @param isSmallest false where others are part of it
 */
record Chain(Scope scope, Link own, List<Link> wider, boolean isSmallest) {

    Chain {
        wider = List.copyOf(wider);
    }

    /**
     * What a check needs to know of one quota.
     *
     * @param left what remains, in the base of the unit's measure; null where that is no number
     * @param unlimited true where there is no end to it, and nothing of the vendor's says otherwise
     */
    record Link(
            String id,
            Unit unit,
            Amount remaining,
            @Nullable BigDecimal left,
            boolean unlimited) {

        static Link of(String id, Quota quota) {
            Amount remaining = quota.remaining();
            BigDecimal value = remaining.value();
            // A vendor that names a limit and says that all is free contradicts itself: nobody knows which is right.
            boolean unlimited = remaining.state() == Amount.State.UNLIMITED
                    && !quota.limit().isKnown();
            return new Link(
                    id,
                    quota.unit(),
                    remaining,
                    value == null ? null : Measure.of(quota.unit()).inBase(value),
                    unlimited);
        }

        private boolean isUnknown() {
            return left == null && !unlimited;
        }
    }

    /** What was decided, by which link and why. */
    record Ruling(Decision decision, Reason reason, Link by) {}

    /** One link that has too little denies, whatever is unknown of the others; all must have enough to allow. */
    Ruling rule(BigDecimal needed) {
        Link least = least();
        if (least != null && least.left() != null && least.left().compareTo(needed) < 0) {
            return new Ruling(Decision.DENIED, Reason.REMAINING, least);
        }
        Link unknown = links().filter(Link::isUnknown).findFirst().orElse(null);
        if (unknown != null) {
            return new Ruling(Decision.UNKNOWN, Reason.UNKNOWN, unknown);
        }
        return least == null
                ? new Ruling(Decision.ALLOWED, Reason.UNLIMITED, own)
                : new Ruling(Decision.ALLOWED, Reason.REMAINING, least);
    }

    private Stream<Link> links() {
        return Stream.concat(Stream.of(own), wider.stream());
    }

    /** The one of which least remains, the smaller scope of equals; null where that is known of none. */
    private @Nullable Link least() {
        Link least = own.left() == null ? null : own;
        for (Link link : wider) {
            least = less(least, link);
        }
        return least;
    }

    private static @Nullable Link less(@Nullable Link least, Link other) {
        if (least == null || least.left() == null) {
            return other.left() == null ? null : other;
        }
        return other.left() != null && other.left().compareTo(least.left()) < 0 ? other : least;
    }
}
