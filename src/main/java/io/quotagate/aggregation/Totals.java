package io.quotagate.aggregation;

import io.quotagate.provider.Catalogue;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Adds up what can be added up; pure. Never a total and its parts, never a limit that several spaces may share, never a
 * setting; and never silently: what is left out is counted.
 */
final class Totals {

    private record Key(Metric metric, Unit unit) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return Comparator.comparing(Key::metric).thenComparing(Key::unit).compare(this, other);
        }
    }

    private Totals() {}

    /** @param silent catalogues of the connections asked that have nothing to show */
    static List<Total> of(List<Quota> quotas, List<Catalogue> silent) {
        Map<Key, List<Quota>> groups = new TreeMap<>();
        for (Quota quota : quotas) {
            if (quota.kind() != Kind.SETTING && !quota.scope().level().isPart()) {
                groups.computeIfAbsent(new Key(quota.metric(), quota.unit()), key -> new ArrayList<>())
                        .add(quota);
            }
        }
        List<Total> totals = new ArrayList<>();
        groups.forEach((key, group) -> totals.add(
                total(key, group, silent.stream().anyMatch(catalogue -> catalogue.mayReport(key.metric())))));
        return totals;
    }

    private static Total total(Key key, List<Quota> group, boolean partMissing) {
        Predicate<Quota> ownLimit = quota -> !quota.scope().level().sharesLimit();
        return new Total(
                key.metric(),
                key.unit(),
                sum(group, Quota::limit, ownLimit, partMissing),
                sum(group, Quota::used, quota -> true, partMissing),
                sum(group, Quota::remaining, ownLimit, partMissing));
    }

    private static Total.Sum sum(
            List<Quota> group, Function<Quota, Amount> part, Predicate<Quota> mayCount, boolean partMissing) {
        BigDecimal sum = BigDecimal.ZERO;
        int included = 0;
        boolean unlimited = false;
        for (Quota quota : group) {
            Amount amount = part.apply(quota);
            if (!mayCount.test(quota)) {
                continue;
            }
            unlimited |= amount.state() == Amount.State.UNLIMITED;
            included += amount.isKnown() || amount.state() == Amount.State.UNLIMITED ? 1 : 0;
            sum = amount.value() == null ? sum : sum.add(amount.value());
        }
        int excluded = group.size() - included;
        boolean lowerBound = excluded > 0 || partMissing;
        if (unlimited) {
            return new Total.Sum(Amount.State.UNLIMITED, null, included, excluded, lowerBound);
        }
        return included == 0
                ? new Total.Sum(Amount.State.UNKNOWN, null, 0, excluded, lowerBound)
                : new Total.Sum(Amount.State.KNOWN, sum, included, excluded, lowerBound);
    }
}
