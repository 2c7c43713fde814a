package io.quotagate.portal;

import java.time.Duration;

/** Spans of time as people read them; the page's script goes on counting in the same words. */
final class HumanTime {

    private HumanTime() {}

    /** Whole units that have passed, never more than two of them. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return with(seconds / 3_600 + " h", seconds % 3_600 / 60, "min");
        }
        return with(days(seconds / 86_400), seconds % 86_400 / 3_600, "h");
    }

    private static String days(long days) {
        return days == 1 ? "1 day" : days + " days";
    }

    private static String with(String greater, long rest, String unit) {
        return rest == 0 ? greater : greater + " " + rest + " " + unit;
    }
}
