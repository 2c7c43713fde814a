package io.quotagate.aggregation;

import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.VendorField;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts what the snapshot before had and the new one does not know. */
final class Losses {

    private Losses() {}

    static int count(Snapshot before, Snapshot now, List<Movement> movements) {
        return amounts(now, movements) + (now.shortfall().isEmpty() ? members(before.account(), now.account()) : 0);
    }

    private static int amounts(Snapshot now, List<Movement> movements) {
        // One of the vendor's fields may be the limit of more than one quota.
        List<Movement> gone = movements.stream().filter(Movement::isGone).toList();
        Set<VendorField> fields = gone.stream()
                .map(movement -> movement.before().vendor())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (now.shortfall().isPresent()) {
            // A call that brought nothing at all has failed; that is told by its problem.
            Set<String> calls = calls(movements);
            return (int) fields.stream()
                    .filter(field -> calls.contains(field.call()))
                    .count();
        }
        long withoutField = gone.stream()
                .filter(movement -> movement.before().vendor() == null)
                .count();
        return fields.size() + (int) withoutField;
    }

    private static Set<String> calls(List<Movement> movements) {
        return movements.stream()
                .map(movement -> movement.now().vendor())
                .filter(Objects::nonNull)
                .map(VendorField::call)
                .collect(Collectors.toSet());
    }

    private static int members(Account before, Account now) {
        boolean stateless = before.state() != AccountState.UNKNOWN && now.state() == AccountState.UNKNOWN;
        long features = before.features().keySet().stream()
                .filter(feature -> !now.features().containsKey(feature))
                .count();
        return (stateless ? 1 : 0)
                + (int) features
                + Stream.of(
                                isLost(before.id(), now.id()),
                                isLost(before.name(), now.name()),
                                isLost(before.plan(), now.plan()))
                        .mapToInt(lost -> lost ? 1 : 0)
                        .sum();
    }

    private static boolean isLost(@Nullable String before, @Nullable String now) {
        return before != null && now == null;
    }
}
