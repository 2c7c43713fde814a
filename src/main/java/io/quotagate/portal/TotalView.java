package io.quotagate.portal;

import io.quotagate.aggregation.Total;
import io.quotagate.aggregation.Total.Sum;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sum of one metric, as the page shows it. */
record TotalView(String name, String metric, SumView used, SumView limit, SumView left) {

    /**
     * One number of a total.
     *
     * @param digits all of them, or why there is no number; null where the text has them already
     * @param note how much of the truth it is
     */
    record SumView(
            String name,
            String state,
            String text,
            @Nullable String digits,
            String note) {

        private static SumView of(String name, Sum sum, Unit unit) {
            String text = text(sum, unit);
            String exact = exact(sum, unit);
            return new SumView(
                    name, Words.slug(sum.state()), text, HumanAmount.isSame(text, exact) ? null : exact, note(sum));
        }

        private static String text(Sum sum, Unit unit) {
            return switch (sum.state()) {
                case KNOWN -> HumanAmount.of(value(sum), unit);
                case UNLIMITED -> "unlimited";
                case UNKNOWN, NOT_APPLICABLE -> "unknown";
            };
        }

        private static String exact(Sum sum, Unit unit) {
            return switch (sum.state()) {
                case KNOWN -> HumanAmount.exact(value(sum), unit);
                case UNLIMITED -> "unlimited: one of them has no limit";
                case UNKNOWN, NOT_APPLICABLE -> "unknown — there is nothing to add up";
            };
        }

        private static BigDecimal value(Sum sum) {
            return Objects.requireNonNull(sum.value());
        }

        private static String note(Sum sum) {
            if (sum.included() == 0) {
                return sum.excluded() + " left out: no number told, or limits that may be shared";
            }
            String counted = sum.included() + " counted";
            if (!sum.lowerBound()) {
                return counted;
            }
            return sum.excluded() == 0
                    ? "at least: " + counted + ", a source is silent"
                    : "at least: " + counted + ", " + sum.excluded() + " left out";
        }
    }

    public List<SumView> sums() {
        return List.of(used, limit, left);
    }

    static TotalView of(Total total) {
        return new TotalView(
                MetricNames.of(total.metric()),
                total.metric().name(),
                SumView.of("Used", total.used(), total.unit()),
                SumView.of("Limit", total.limit(), total.unit()),
                SumView.of("Left", total.remaining(), total.unit()));
    }
}
