package io.quotagate.aggregation;

import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides checks from what connections have to show; pure. Each check stands alone: none takes from the next one's room. */
final class Verdicts {

    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparingInt(Verdicts::rank)
            .thenComparing(Verdicts::remaining, Comparator.reverseOrder())
            .thenComparing(Candidate::quota);

    private Verdicts() {}

    /**
     * Decides one check.
     *
     * @param offers of the connections that it wants and that may have such a metric
     */
    static Verdict of(QuotaCheck check, List<Offer> offers) {
        Optional<Unit> mismatch =
                offers.stream().flatMap(offer -> offer.mismatch(check).stream()).findFirst();
        if (mismatch.isPresent()) {
            return new Verdict(Decision.UNKNOWN, List.of(), List.of(), mismatch);
        }
        List<Candidate> candidates = new ArrayList<>();
        offers.forEach(offer -> offer.candidates(check, candidates));
        candidates.sort(BEST_FIRST);
        List<String> withoutNumbers = offers.stream()
                .filter(offer -> offer.numbers().isEmpty())
                .map(Offer::connection)
                .toList();
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

    /** Of what allows by a number, in the base of its measure; the rest is ordered otherwise. */
    private static BigDecimal remaining(Candidate candidate) {
        return rank(candidate) == 1
                ? Measure.of(candidate.unit())
                        .inBase(Objects.requireNonNull(candidate.remaining().value()))
                : BigDecimal.ZERO;
    }
}
