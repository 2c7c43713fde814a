package io.quotagate.quota;

/** How a quota is to be read. */
public enum Kind {
    /** Limit and used of a thing that is held. */
    ALLOCATION,
    /** A prepaid remainder. */
    BALANCE,
    /** A limit that nothing is counted against. */
    SETTING
}
