package io.quotagate.aggregation;

import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides checks from what connections have to show; pure. Each check stands alone: none takes from the next one's room. */
final class Verdicts {

    static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Verdicts::rank)
            .thenComparing(Candidate::left, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(Candidate::quota);

    private Verdicts() {}

    /**
     * Decides one check.
     *
     * @param offers of the connections that it wants and that may have such a metric
     */
    static Verdict of(QuotaCheck check, List<Offer> offers) {
        List<Candidate> candidates = new ArrayList<>();
        List<String> withoutNumbers = new ArrayList<>();
        for (Offer offer : offers) {
            Unit mismatch = offer.mismatch(check);
            if (mismatch != null) {
                return new Verdict(Decision.UNKNOWN, List.of(), List.of(), Optional.of(mismatch));
            }
            offer.addTo(candidates, check);
            if (offer.isSilent()) {
                withoutNumbers.add(offer.connection());
            }
        }
        candidates.sort(BEST_FIRST);
        return new Verdict(
                decision(candidates, withoutNumbers.isEmpty()), candidates, withoutNumbers, Optional.empty());
    }

    private static Decision decision(List<Candidate> candidates, boolean isComplete) {
        boolean denied = isComplete && !candidates.isEmpty();
        for (Candidate candidate : candidates) {
            if (candidate.decision() == Decision.ALLOWED) {
                return Decision.ALLOWED;
            }
            denied &= candidate.decision() == Decision.DENIED;
        }
        return denied ? Decision.DENIED : Decision.UNKNOWN;
    }

    private static int rank(Candidate candidate) {
        if (candidate.decision() != Decision.ALLOWED) {
            return 2;
        }
        return candidate.reason() == Reason.UNLIMITED ? 0 : 1;
    }
}
