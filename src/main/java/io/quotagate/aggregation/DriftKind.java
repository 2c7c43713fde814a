package io.quotagate.aggregation;

/** How a vendor's answers drift away from its documentation, or from what they were. */
enum DriftKind {
    /** An answer that is not understood any more. */
    VIOLATION,
    /** A member that is not documented. */
    UNKNOWN_FIELD,
    /** A documented member of another JSON type, which does not hinder the reading. */
    RETYPED_FIELD,
    /** What the last snapshot had and this one lacks. */
    MISSING_FIELD,
    /** A number that jumped as if its unit had been changed. */
    UNIT_SHIFT,
    /** Parts that do not add up to their total any more. */
    SUM_MISMATCH,
    /** A number that stands still while others move. */
    FROZEN
}
