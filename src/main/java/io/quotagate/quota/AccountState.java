package io.quotagate.quota;

/** What the vendor says about the account behind a connection. */
public enum AccountState {
    ACTIVE,
    /** Frozen by the vendor: the data is kept, nothing can be used. */
    SUSPENDED,
    /** Money is owed. */
    ARREARS,
    /** The vendor did not say. */
    UNKNOWN
}
