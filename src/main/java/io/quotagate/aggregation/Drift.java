package io.quotagate.aggregation;

import io.quotagate.aggregation.DriftMemory.Shift;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Undocumented;
import io.quotagate.quota.Account;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Warning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How what a connection says departs from its vendor's documentation and from what it said before: a pure function of the
 * last good snapshot and the new one. It adds warnings and never touches a number.
 *
 * @param snapshot the new one, with its warnings and with what the next one is held against
 * @param begun how often each kind has begun; what goes on is not counted again
 */
record Drift(Snapshot snapshot, Map<DriftKind, Integer> begun) {

    private static final long SECONDS_AN_HOUR = Duration.ofHours(1).toSeconds();

    /** @param last null where nothing is known of before */
    static Drift of(@Nullable Snapshot last, Snapshot now, Undocumented undocumented) {
        Snapshot before = last == null ? nothingBefore(now) : last;
        DriftMemory memory = before.memory();
        List<Movement> movements = Movement.between(before.quotas(), now.quotas());
        News news = News.of(undocumented, memory.undocumented());
        UnitShift shift =
                UnitShift.of(movements, memory.shifts(), now.observedAt().getEpochSecond());
        Stillness stillness = Stillness.of(movements, memory.pauses(), hour(now), hour(before));

        Map<DriftKind, Integer> begun = new EnumMap<>(DriftKind.class);
        begun.put(DriftKind.VIOLATION, isViolated(now) && !isViolated(before) ? 1 : 0);
        begun.put(DriftKind.UNKNOWN_FIELD, news.unknown());
        begun.put(DriftKind.RETYPED_FIELD, news.retyped());
        begun.put(DriftKind.MISSING_FIELD, Losses.count(before, now, movements));
        begun.put(DriftKind.UNIT_SHIFT, shift.begun());
        begun.put(DriftKind.SUM_MISMATCH, (int) quotasApart(before.quotas(), movements));
        begun.put(DriftKind.FROZEN, stillness.begun());
        begun.values().removeIf(count -> count == 0);
        return new Drift(
                now.with(
                        warned(now.quotas(), shift, stillness),
                        new DriftMemory(news.remembered(), shift.shifts(), stillness.pauses())),
                begun);
    }

    private static Snapshot nothingBefore(Snapshot now) {
        return new Snapshot(now.observedAt(), now.observedNanos(), List.of(), Account.UNKNOWN, Optional.empty());
    }

    private static long hour(Snapshot snapshot) {
        return Math.floorDiv(snapshot.observedAt().getEpochSecond(), SECONDS_AN_HOUR);
    }

    /** What failed alone was not understood. */
    private static boolean isViolated(Snapshot snapshot) {
        return snapshot.shortfall()
                .filter(failure -> failure.reason() == Reason.CONTRACT_VIOLATION)
                .isPresent();
    }

    /** How many totals added up before and do not now. */
    private static long quotasApart(List<Quota> before, List<Movement> movements) {
        return movements.stream()
                .filter(movement -> movement.role() == Movement.Role.USED)
                .filter(movement -> movement.quota().warnings().contains(Warning.SUM_MISMATCH))
                .map(movement -> before.get(Movement.quota(movement.placeBefore())))
                .filter(quota -> !quota.warnings().contains(Warning.SUM_MISMATCH))
                .count();
    }

    private static List<Quota> warned(List<Quota> quotas, UnitShift shift, Stillness stillness) {
        List<Quota> warned = new ArrayList<>(quotas);
        for (Shift jump : shift.shifts()) {
            warned.set(
                    Movement.quota(jump.place()),
                    warned.get(Movement.quota(jump.place())).with(Warning.UNIT_SHIFT));
        }
        for (Pause pause : stillness.pauses()) {
            if (pause.isFrozen()) {
                warned.set(
                        Movement.quota(pause.place()),
                        warned.get(Movement.quota(pause.place())).with(Warning.FROZEN));
            }
        }
        return warned;
    }
}
