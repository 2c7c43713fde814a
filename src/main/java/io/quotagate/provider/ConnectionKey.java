package io.quotagate.provider;

/**
 * Names a connection of a tenant in one definition of it. Whatever is kept for a connection is kept under this key, so
 * that nothing crosses tenants and a changed credential or base URL never meets what an older definition left behind.
 *
 * @param definition digest of everything the connection is made of
 */
public record ConnectionKey(String tenant, String connection, String definition) {

    /** Without the definition: made of secrets, it is one. */
    @Override
    public String toString() {
        return tenant + "/" + connection;
    }
}
