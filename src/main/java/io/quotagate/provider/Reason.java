package io.quotagate.provider;

/** Why a source has no new numbers; a closed list. */
public enum Reason {
    /** The vendor refused the credential. */
    UNAUTHORIZED,
    /** The credential is good, but may not read this; or our own egress rule keeps us from calling. */
    FORBIDDEN,
    /** The vendor does not know the thing asked for. */
    NOT_FOUND,
    /** The vendor refused the request itself. */
    INVALID_REQUEST,
    /** The vendor asks for fewer calls. */
    RATE_LIMITED,
    /** The vendor gives no numbers while the account is suspended. */
    SUSPENDED,
    /** The whole chain of calls took longer than {@code quotagate.fetch.timeout}. */
    TIMEOUT,
    /** The vendor cannot be reached, or says that it is at fault. */
    UNAVAILABLE,
    /** The answer is not what the vendor's documentation promises. */
    CONTRACT_VIOLATION,
    /** The vendor refused our signature's time. */
    CLOCK_SKEW,
    /** The vendor failed again and again, and is not asked for a moment. */
    CIRCUIT_OPEN,
    /** No answer yet when the caller's own bound ended. */
    PENDING
}
