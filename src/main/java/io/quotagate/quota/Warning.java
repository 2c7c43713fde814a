package io.quotagate.quota;

/** What a reader should know before trusting a number. An open set for callers. */
public enum Warning {
    /** The vendor does not say the unit; it follows from its other answers. */
    UNIT_INFERRED,
    /** The reported remainder is not limit minus used: the limit is shared or the vendor counts late. */
    SHARED_OR_DELAYED,
    /** Two answers or two fields of the vendor contradict each other. */
    INCONSISTENT,
    /** The vendor's parts do not add up to its total. */
    SUM_MISMATCH,
    /** The vendor answered for another region than the one asked for. */
    REGION_MISMATCH,
    /** A limit of 0 that may also mean "never set". */
    ZERO_OR_UNSET,
    /** The vendor did not say this. */
    MISSING,
    /** A number jumped as if the vendor had changed its unit. */
    UNIT_SHIFT,
    /** A number stands still while others that should move it, or move with it, do move. */
    FROZEN
}
