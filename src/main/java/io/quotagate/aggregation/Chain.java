package io.quotagate.aggregation;

import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A quota and those that it is part of: what takes from it takes from all of them. What they decide is found out once;
 * a check only compares. Pure.
 *
 * @param isSmallest false where others are part of it
 * @param least of what the quotas have left, in the base of their unit's measure; null where no number decides
 * @param tooLittle where more than the least is needed: one quota that has too little denies, whatever is unknown of others
 * @param otherwise all must have enough, or no limit, to allow
 */
record Chain(
        Scope scope,
        Unit unit,
        boolean isSmallest,
        @Nullable BigDecimal least,
        Candidate tooLittle,
        Candidate otherwise) {

    /** Of which connection, and how its numbers are shown. */
    record Source(Outcome outcome, Snapshot snapshot, Optional<Reason> refusal) {

        private String connection() {
            return outcome.connection().id();
        }

        private Candidate candidate(Quota own, Decision decision, Reason reason, Quota by) {
            BigDecimal left = by.remaining().value();
            return new Candidate(
                    own.id(connection()),
                    connection(),
                    decision,
                    reason,
                    by.unit(),
                    by.remaining(),
                    left == null ? null : inBase(by, left),
                    by.id(connection()),
                    snapshot.observedAt(),
                    !(outcome instanceof Outcome.Fresh));
        }
    }

    /** @param levels all quotas of the same metric, among them those that it is part of */
    static Chain of(Source source, Quota own, Map<ScopeLevel, List<Quota>> levels) {
        ScopeLevel level = own.scope().level();
        List<Quota> links = new ArrayList<>(List.of(own));
        levels.forEach((other, quotas) -> {
            if (level.isPartOf(other)) {
                links.addAll(quotas);
            }
        });
        boolean isSmallest = levels.keySet().stream().noneMatch(other -> other.isPartOf(level));
        Reason refusal = source.refusal().orElse(null);
        if (refusal != null) {
            Candidate refused = source.candidate(own, Decision.DENIED, refusal, own);
            return new Chain(own.scope(), own.unit(), isSmallest, null, refused, refused);
        }
        Quota least = least(links);
        Candidate otherwise = otherwise(source, links, least);
        return new Chain(
                own.scope(),
                own.unit(),
                isSmallest,
                least == null ? null : left(least),
                least == null ? otherwise : source.candidate(own, Decision.DENIED, Reason.REMAINING, least),
                otherwise);
    }

    private static Candidate otherwise(Source source, List<Quota> links, @Nullable Quota least) {
        Quota own = links.get(0);
        Quota unknown = links.stream().filter(Chain::isUnknown).findFirst().orElse(null);
        if (unknown != null) {
            return source.candidate(own, Decision.UNKNOWN, Reason.UNKNOWN, unknown);
        }
        return least == null
                ? source.candidate(own, Decision.ALLOWED, Reason.UNLIMITED, own)
                : source.candidate(own, Decision.ALLOWED, Reason.REMAINING, least);
    }

    Candidate candidate(BigDecimal needed) {
        return least != null && least.compareTo(needed) < 0 ? tooLittle : otherwise;
    }

    /** The smaller scope of equals; null where what is left is known of none. */
    private static @Nullable Quota least(List<Quota> links) {
        Quota least = null;
        BigDecimal fewest = null;
        for (Quota link : links) {
            BigDecimal left = left(link);
            if (left != null && (fewest == null || left.compareTo(fewest) < 0)) {
                least = link;
                fewest = left;
            }
        }
        return least;
    }

    private static @Nullable BigDecimal left(Quota quota) {
        BigDecimal value = quota.remaining().value();
        return value == null ? null : inBase(quota, value);
    }

    private static BigDecimal inBase(Quota quota, BigDecimal value) {
        return Measure.of(quota.unit()).inBase(value);
    }

    /** Also where a vendor names a limit and says that all is free: nobody knows which of the two is right. */
    private static boolean isUnknown(Quota quota) {
        return switch (quota.remaining().state()) {
            case KNOWN -> false;
            case UNLIMITED -> quota.limit().state() == Amount.State.KNOWN;
            case UNKNOWN, NOT_APPLICABLE -> true;
        };
    }
}
