package io.quotagate.aggregation;

import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.ScopeLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An amount of a quota that two snapshots have.
 *
 * @param placeBefore where it stood then
 */
record Movement(Quota quota, Role role, int place, int placeBefore, Amount before, Amount now) {

    /** What an amount is to its quota. */
    enum Role {
        LIMIT,
        USED,
        REMAINING;

        Amount of(Quota quota) {
            return switch (this) {
                case LIMIT -> quota.limit();
                case USED -> quota.used();
                case REMAINING -> quota.remaining();
            };
        }

        int place(int quota) {
            return quota * values().length + ordinal();
        }
    }

    /** What a quota is known by in its connection. */
    private record Name(
            Metric metric, ScopeLevel level, @Nullable String scope) {

        private static Name of(Quota quota) {
            return new Name(quota.metric(), quota.scope().level(), quota.scope().id());
        }
    }

    /** The number of the quota in which the place is. */
    static int quota(int place) {
        return place / Role.values().length;
    }

    /** In the order of their places now. */
    static List<Movement> between(List<Quota> before, List<Quota> now) {
        Map<Name, Integer> places = new HashMap<>();
        for (int index = 0; index < before.size(); index++) {
            places.putIfAbsent(Name.of(before.get(index)), index);
        }
        List<Movement> movements = new ArrayList<>(now.size() * Role.values().length);
        for (int index = 0; index < now.size(); index++) {
            Quota quota = now.get(index);
            Integer then = places.get(Name.of(quota));
            if (then != null) {
                for (Role role : Role.values()) {
                    movements.add(new Movement(
                            quota,
                            role,
                            role.place(index),
                            role.place(then),
                            role.of(before.get(then)),
                            role.of(quota)));
                }
            }
        }
        return movements;
    }

    /** True where both are numbers that the vendor wrote. */
    boolean isReported() {
        return before.isKnown() && now.isKnown() && before.vendor() != null && now.vendor() != null;
    }

    /** True where both are numbers and differ. */
    boolean hasMoved() {
        return before.value() != null && now.value() != null && before.value().compareTo(now.value()) != 0;
    }

    /** True where both are numbers and the same. */
    boolean isStill() {
        return before.value() != null && now.value() != null && before.value().compareTo(now.value()) == 0;
    }

    /** True where the last snapshot had what this one does not know. */
    boolean isGone() {
        return before.state() != Amount.State.UNKNOWN
                && before.origin() != Amount.Origin.COMPUTED
                && now.state() == Amount.State.UNKNOWN;
    }
}
