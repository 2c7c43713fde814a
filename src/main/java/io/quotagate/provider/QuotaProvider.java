package io.quotagate.provider;

import io.smallrye.mutiny.Uni;

/**
 * The adapter for one vendor's API. It does no I/O before {@link #fetch}, keeps nothing but sessions, and never caches.
 */
public interface QuotaProvider {

    /** The name by which connections choose this provider, e.g. {@code koodrive}. */
    String id();

    Catalogue catalogue();

    /**
     * Asks the vendor for everything it says about one connection. All or nothing: an answer that the adapter does not
     * understand is a failure, never an empty list.
     *
     * @param deadline of all calls together; whoever asks waits no longer
     * @return the observation, or a failure that is a {@link ProviderException}; anything else is a bug
     */
    Uni<Observation> fetch(Connection connection, Deadline deadline);

    /** How often the vendor may be called where nothing is configured; the source stands beside the number. */
    default Ration ration() {
        return Ration.UNLIMITED;
    }

    /** Ends what was kept for a connection that will not be fetched again, e.g. logs out; never fails. */
    default Uni<Void> forget(Connection connection) {
        return Uni.createFrom().voidItem();
    }
}
