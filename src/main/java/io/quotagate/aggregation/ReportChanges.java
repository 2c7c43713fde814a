package io.quotagate.aggregation;

import io.quotagate.aggregation.Report.Line;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is different in a later report of the same tenant; pure. A quota is the same where its numbers and warnings are,
 * whenever they were observed.
 *
 * @param quotas those that are new or changed, by id
 * @param removed ids of those that are gone, in order
 */
public record ReportChanges(List<Line> quotas, List<String> removed) {

    public static ReportChanges between(Report before, Report now) {
        Map<String, Line> old = before.lines().stream().collect(Collectors.toMap(Line::id, Function.identity()));
        Set<String> young = now.lines().stream().map(Line::id).collect(Collectors.toSet());
        return new ReportChanges(
                now.lines().stream()
                        .filter(line -> !isSame(old.get(line.id()), line))
                        .toList(),
                before.lines().stream()
                        .map(Line::id)
                        .filter(id -> !young.contains(id))
                        .toList());
    }

    private static boolean isSame(@Nullable Line before, Line now) {
        return before != null && before.quota().equals(now.quota());
    }

    public boolean isEmpty() {
        return quotas.isEmpty() && removed.isEmpty();
    }
}
