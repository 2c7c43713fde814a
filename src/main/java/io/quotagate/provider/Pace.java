package io.quotagate.provider;

/** How fast a bucket fills, and how much may be taken out of a full one at once. */
public interface Pace {

    /** From one call to the next in the long run; above 0. */
    long intervalNanos();

    /** How much earlier than the interval says a call may come, where few came before. */
    long toleranceNanos();
}
