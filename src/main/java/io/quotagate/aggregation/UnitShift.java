package io.quotagate.aggregation;

import io.quotagate.aggregation.DriftMemory.Shift;
import io.quotagate.quota.VendorField;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that jumped as if the vendor had changed their unit, while what it counts in the same unit stayed, or did the
 * same.
 *
 * @param shifts those still warned of
 * @param begun how many of the vendor's numbers have jumped now
 */
record UnitShift(List<Shift> shifts, int begun) {

    /** So long it is warned of, unless the number comes back before. */
    static final Duration LASTS = Duration.ofHours(24);

    /** How many numbers went which way. */
    private static final class Ways {

        private final Map<UnitStep, Integer> counts = new HashMap<>();
        private int all;

        private void add(UnitStep step) {
            counts.merge(step, 1, Integer::sum);
            all++;
        }

        /** True where of the others no more went another way than stayed or went the same. */
        private boolean speakFor(UnitStep step) {
            int others = all - 1;
            int alike = counts.getOrDefault(UnitStep.NONE, 0) + counts.getOrDefault(step, 0) - 1;
            return others - alike <= alike;
        }
    }

    /** @param second of the epoch */
    static UnitShift of(List<Movement> movements, List<Shift> open, long second) {
        Map<Integer, Shift> before = open.stream().collect(Collectors.toMap(Shift::place, shift -> shift));
        Set<VendorField> jumped = jumped(movements);
        Set<VendorField> begun = new HashSet<>();
        List<Shift> shifts = new ArrayList<>();
        for (Movement movement : movements) {
            Shift known = before.get(movement.placeBefore());
            if (isBack(movement, known)) {
                continue;
            }
            VendorField field = movement.now().vendor();
            BigDecimal value = movement.before().value();
            if (field != null && value != null && jumped.contains(field)) {
                shifts.add(new Shift(movement.place(), known == null ? value : known.before(), second));
                begun.add(field);
            } else if (known != null && second - known.since() < LASTS.toSeconds()) {
                shifts.add(new Shift(movement.place(), known.before(), known.since()));
            }
        }
        return new UnitShift(shifts, begun.size());
    }

    private static boolean isBack(Movement movement, @Nullable Shift known) {
        BigDecimal now = movement.now().value();
        return known != null && now != null && UnitStep.isSteady(known.before(), now);
    }

    private static Set<VendorField> jumped(List<Movement> movements) {
        // By the vendor's field: it may be the limit of more than one quota.
        Map<VendorField, UnitStep> steps = new HashMap<>();
        for (Movement movement : movements) {
            VendorField field = movement.now().vendor();
            BigDecimal before = movement.before().value();
            BigDecimal now = movement.now().value();
            if (field != null && movement.before().vendor() != null && before != null && now != null) {
                UnitStep.of(before, now, movement.quota().unit()).ifPresent(step -> steps.put(field, step));
            }
        }
        Ways everybody = new Ways();
        Map<String, Ways> siblings = new HashMap<>();
        steps.forEach((field, step) -> {
            everybody.add(step);
            siblings.computeIfAbsent(field.unit(), unit -> new Ways()).add(step);
        });
        return steps.entrySet().stream()
                .filter(entry -> entry.getValue().isJump())
                .filter(entry -> {
                    Ways same = siblings.getOrDefault(entry.getKey().unit(), everybody);
                    return (same.all > 1 ? same : everybody).speakFor(entry.getValue());
                })
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
