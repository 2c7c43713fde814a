package io.quotagate.aggregation;

/**
 * How long a number has stood still, and what is to be expected of it. Counts go no further than they matter, so that they
 * take a byte each.
 *
 * @param place of the amount in the snapshot
 * @param days on how many days it has moved
 * @param longest hours that it has stood still between
 * @param hours since it moved, or since it should first have moved
 * @param rounds observations since in which others moved
 * @param misses observations since in which it should have moved
 */
record Pause(int place, int days, int longest, int hours, int rounds, int misses) {

    static final Pause NONE = new Pause(0, 0, 0, 0, 0, 0);

    /** On so many days a number must have moved before its standing still means anything by itself. */
    private static final int HABIT_DAYS = 7;

    private static final int MANY_ROUNDS = 24;
    private static final int LONG_HOURS = 5 * 24;
    /** So many times longer than ever before. */
    private static final int LONGER = 6;

    private static final int MANY_MISSES = 10;
    /** A vendor that counts once a day is late, not frozen. */
    private static final int LONG_MISS_HOURS = 48;

    /** What has not moved for so long is constant by now. */
    private static final int FORGOTTEN_HOURS = 30 * 24;

    private static final int HOURS_A_DAY = 24;

    /** The same some hours later. */
    Pause at(int newPlace, int passed) {
        return new Pause(newPlace, days, longest, Math.min(hours + passed, FORGOTTEN_HOURS), rounds, misses);
    }

    /** @param hour of the epoch */
    Pause moved(long hour) {
        if (days == 0) {
            return new Pause(place, 1, 0, 0, 0, 0);
        }
        boolean sameDay = Math.floorDiv(hour - hours, HOURS_A_DAY) == Math.floorDiv(hour, HOURS_A_DAY);
        return new Pause(place, sameDay ? days : Math.min(days + 1, HABIT_DAYS), Math.max(longest, hours), 0, 0, 0);
    }

    Pause still(boolean othersMove, boolean expected) {
        return new Pause(
                place,
                days,
                longest,
                hours,
                othersMove ? Math.min(rounds + 1, MANY_ROUNDS) : rounds,
                expected ? Math.min(misses + 1, MANY_MISSES) : misses);
    }

    boolean isFrozen() {
        return hasMissedMuch() || isOutOfHabit();
    }

    /** What it is made of, or what it is the rest of, moved time and again. */
    private boolean hasMissedMuch() {
        return misses >= MANY_MISSES && hours >= LONG_MISS_HOURS;
    }

    /** It used to move, and does no longer although others do. */
    private boolean isOutOfHabit() {
        return days >= HABIT_DAYS && rounds >= MANY_ROUNDS && hours >= LONG_HOURS && hours >= LONGER * longest;
    }

    /** True where there is nothing to remember of it. */
    boolean isForgotten() {
        boolean untold = days == 0 && misses == 0;
        return untold || (hours >= FORGOTTEN_HOURS && misses < MANY_MISSES);
    }
}
