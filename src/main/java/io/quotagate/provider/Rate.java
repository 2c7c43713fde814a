package io.quotagate.provider;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many calls in how long, e.g. {@code 20/PT1S}: no span of that length may see more of them, wherever it begins.
 *
 * @param calls at least 1
 * @param period above 0 and at most ten years
 */
public record Rate(int calls, Duration period) implements Pace {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})/(.+)");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    public Rate {
        if (calls < 1 || period.isNegative() || period.isZero() || period.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("no rate");
        }
    }

    /** @throws IllegalArgumentException where the text is no rate */
    public static Rate parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no rate");
        }
        try {
            return new Rate(Integer.parseInt(matcher.group(1)), Duration.parse(matcher.group(2)));
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException("no rate", malformed);
        }
    }

    /** The one of the two that allows less. */
    public Rate lower(Rate other) {
        return other.intervalNanos() > intervalNanos() ? other : this;
    }

    /**
     * From one call to the next in the long run: nine tenths of the rate. With {@link #toleranceNanos} that leaves one
     * twentieth of the period for calls that overtake each other on their way.
     */
    @Override
    public long intervalNanos() {
        long nine = 9L * calls;
        return (10 * period.toNanos() + nine - 1) / nine;
    }

    /** How much earlier a call may come than the interval says, where few came before: one twentieth of the rate. */
    @Override
    public long toleranceNanos() {
        return period.toNanos() / 18;
    }

    @Override
    public String toString() {
        return calls + "/" + period;
    }
}
