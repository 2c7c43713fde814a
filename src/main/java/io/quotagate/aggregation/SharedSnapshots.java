package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/**
 * What the replicas of a gateway tell each other. Nothing here ever fails or takes long: a store that cannot be asked
 * knows nothing, keeps nobody from asking a vendor, and is counted and logged by whoever stands behind this.
 */
interface SharedSnapshots {

    /** What the replicas know of a connection; {@link Known#NOTHING} where that is nothing. */
    Uni<Known> read(Connection connection);

    /**
     * Asks to be the only replica that fetches this connection, for as long as one fetch may take, and reads in the same
     * step. Whoever gets it must {@link #publish} or {@link #release}.
     */
    Uni<Claim> claim(Connection connection);

    /** Keeps what a fetch brought, lets go of the claim, and tells the other replicas; a lost claim keeps nothing. */
    Uni<Void> publish(Connection connection, Claim claim, Known known);

    /** Lets go of a claim that turned out not to be needed. */
    Uni<Void> release(Connection connection, Claim claim);

    /** Comes when another replica may have published something of this connection, or a moment later. */
    Uni<Void> change(Connection connection);

    /**
     * Starts the cool-down of a connection.
     *
     * @return what is left of one that is under way already; empty where this call has started it
     */
    Uni<Optional<Duration>> coolDown(Connection connection, Duration length);

    /**
     * The right to fetch.
     *
     * @param token tells the claims of one connection apart
     * @param known what the replicas knew when it was given or refused
     * @param sinceNanos when that was heard, on the monotonic clock; only told of one in the shared store
     */
    record Claim(State state, String token, Known known, long sinceNanos) {

        Claim(State state, String token, Known known) {
            this(state, token, known, 0);
        }

        enum State {
            MINE,
            /** Another replica is fetching. */
            THEIRS
        }
    }
}
