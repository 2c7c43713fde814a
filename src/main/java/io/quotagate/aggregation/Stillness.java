package io.quotagate.aggregation;

import io.quotagate.aggregation.Movement.Role;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which numbers stand still while others move. Limits do by nature; what is used, and what the vendor says remains, does
 * not where it used to move or is made of what moves.
 *
 * @param pauses what is to be remembered
 * @param begun how many numbers count as frozen from now on
 */
record Stillness(List<Pause> pauses, int begun) {

    private static final int LONGEST_HOURS = 1_000_000;

    /** @param hour of the epoch, now and at the snapshot before */
    static Stillness of(List<Movement> movements, List<Pause> before, long hour, long hourBefore) {
        int passed = (int) Math.max(0, Math.min(hour - hourBefore, LONGEST_HOURS));
        Map<Integer, Pause> known = before.stream().collect(Collectors.toMap(Pause::place, pause -> pause));
        List<Movement> watched = movements.stream().filter(Stillness::isWatched).toList();
        boolean othersMove = watched.stream().anyMatch(Movement::hasMoved);
        Set<Integer> expected = expected(movements);
        List<Pause> pauses = new ArrayList<>();
        int begun = 0;
        for (Movement movement : watched) {
            Pause then = known.getOrDefault(movement.placeBefore(), Pause.NONE);
            Pause now = next(then, movement, passed, othersMove, expected.contains(movement.place()), hour);
            if (!now.isForgotten()) {
                pauses.add(now);
            }
            begun += now.isFrozen() && !then.isFrozen() ? 1 : 0;
        }
        return new Stillness(pauses, begun);
    }

    private static Pause next(
            Pause then, Movement movement, int passed, boolean othersMove, boolean expected, long hour) {
        Pause now = then.at(movement.place(), passed);
        if (movement.hasMoved()) {
            return now.moved(hour);
        }
        return movement.isStill() ? now.still(othersMove, expected) : now;
    }

    private static boolean isWatched(Movement movement) {
        return movement.role() != Role.LIMIT
                && movement.quota().kind() != Kind.SETTING
                && movement.before().origin() != Amount.Origin.COMPUTED
                && movement.now().origin() != Amount.Origin.COMPUTED;
    }

    /** Places of what should have moved: a total whose parts did, and what remains of the same limit where more is used. */
    private static Set<Integer> expected(List<Movement> movements) {
        Set<Metric> moved = metricsOfMovedParts(movements);
        Set<Integer> expected = new HashSet<>();
        Map<Integer, Movement> byPlace = movements.stream().collect(Collectors.toMap(Movement::place, one -> one));
        for (Movement movement : movements) {
            if (movement.role() == Role.USED
                    && isWhole(movement)
                    && moved.contains(movement.quota().metric())) {
                expected.add(movement.place());
            }
            Movement limit = byPlace.get(Role.LIMIT.place(Movement.quota(movement.place())));
            if (movement.role() == Role.USED && movement.hasMoved() && limit != null && limit.isStill()) {
                expected.add(Role.REMAINING.place(Movement.quota(movement.place())));
            }
        }
        return expected;
    }

    private static boolean isWhole(Movement movement) {
        return !movement.quota().scope().level().isPart();
    }

    /** Whose parts' sum is another than before. */
    private static Set<Metric> metricsOfMovedParts(List<Movement> movements) {
        Map<Metric, BigDecimal> changes = new HashMap<>();
        Set<Metric> incomplete = new HashSet<>();
        for (Movement movement : movements) {
            if (movement.role() == Role.USED && !isWhole(movement)) {
                Metric metric = movement.quota().metric();
                BigDecimal before = movement.before().value();
                BigDecimal now = movement.now().value();
                if (before == null || now == null) {
                    incomplete.add(metric);
                } else {
                    changes.merge(metric, now.subtract(before), BigDecimal::add);
                }
            }
        }
        return changes.entrySet().stream()
                .filter(entry -> entry.getValue().signum() != 0 && !incomplete.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
