package io.quotagate.provider;

import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call that waits for its turn. */
final class Ticket {

    private static final Duration SHORTEST_CALL = Duration.ofMillis(250);

    private final Way way;
    private final Deadline deadline;
    private final UniEmitter<? super Void> caller;
    /** Where the caller is, so that it goes on there. */
    private final @Nullable Context context = Vertx.currentContext();

    private Optional<Long> passed = Optional.empty();
    private boolean decided;
    private @Nullable ProviderException refusal;

    /** The lanes through which it goes, one after the other. */
    record Way(Optional<Lane<Ticket>> credential, Optional<Lane<Ticket>> host) {

        Stream<Lane<Ticket>> lanes() {
            return Stream.concat(credential.stream(), host.stream());
        }

        long waitNanos() {
            return lanes().mapToLong(Lane::waitNanos).max().orElse(0);
        }
    }

    Ticket(Way way, Deadline deadline, UniEmitter<? super Void> caller) {
        this.way = way;
        this.deadline = deadline;
        this.caller = caller;
    }

    Way way() {
        return way;
    }

    /** A call that went later could only end in a time-out, which would be laid at the vendor's door. */
    long patienceNanos() {
        return Math.max(0, deadline.left().minus(SHORTEST_CALL).toNanos());
    }

    /** It was its turn among those of its credential, which wait until it has gone. */
    void pass(long nanos) {
        passed = Optional.of(nanos);
    }

    /** When that was; empty where it was not its turn yet. */
    Optional<Long> passed() {
        return passed;
    }

    boolean isDecided() {
        return decided;
    }

    /** @param why it may not go; null where it may */
    void decide(@Nullable ProviderException why) {
        decided = true;
        refusal = why;
    }

    /** Tells its caller what was decided. */
    void tell() {
        if (context == null || context.equals(Vertx.currentContext())) {
            tellHere();
            return;
        }
        context.runOnContext(there -> tellHere());
    }

    private void tellHere() {
        if (refusal == null) {
            caller.complete(null);
            return;
        }
        caller.fail(refusal);
    }
}
