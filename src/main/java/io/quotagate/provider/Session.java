package io.quotagate.provider;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A token or login of one connection: used until it is due, renewed by one caller for all, and renewed once more where
 * the vendor says that it has expired.
 */
public final class Session {

    private final Function<Deadline, Uni<Grant>> login;
    private final Clock clock;
    private final SingleFlight<Session, Grant> logins = new SingleFlight<>();
    private volatile @Nullable Grant current;
    private volatile boolean ended;

    /**
     * What a login brings.
     *
     * @param renewAt from when on it is not used for a new call
     */
    public record Grant(String token, Instant renewAt) {

        @Override
        public String toString() {
            return "Grant[***, renewAt=" + renewAt + "]";
        }
    }

    public Session(Function<Deadline, Uni<Grant>> login, Clock clock) {
        this.login = login;
        this.clock = clock;
    }

    /** Calls with a valid token; once again with a new one where the vendor answers that it has expired. */
    public <T> Uni<T> call(Deadline deadline, Function<String, Uni<T>> call) {
        return grant(deadline)
                .chain(grant -> call.apply(grant.token())
                        .onFailure(Session::isExpired)
                        .recoverWithUni(() -> login(grant, deadline).chain(renewed -> call.apply(renewed.token()))));
    }

    /**
     * Ends the session for good and takes the token out, so that it can be given back to the vendor; waits for a login
     * that is under way. Empty where nobody logged in.
     */
    public Uni<Optional<String>> end() {
        ended = true;
        return logins.join(this, () -> Uni.createFrom().item(current))
                .onFailure()
                .recoverWithNull()
                .map(last -> Optional.ofNullable(last).map(Grant::token));
    }

    /** Looked up when it is asked for, not when the call was put together: others may have logged in since. */
    private Uni<Grant> grant(Deadline deadline) {
        return Uni.createFrom().deferred(() -> {
            Grant grant = current;
            return grant != null && isInUse(grant) && !ended ? Uni.createFrom().item(grant) : login(null, deadline);
        });
    }

    /** Looks once more when it is its turn: a login that has just ended serves, unless it is the refused one. */
    private Uni<Grant> login(@Nullable Grant refused, Deadline deadline) {
        return logins.join(this, () -> {
            if (ended) {
                throw new ProviderException(Reason.UNAVAILABLE, "the connection was changed meanwhile");
            }
            Grant grant = current;
            return grant != null && isInUse(grant) && !grant.equals(refused)
                    ? Uni.createFrom().item(grant)
                    : login.apply(deadline)
                            .invoke(renewed -> current = renewed)
                            .onFailure(ProviderException.class)
                            .transform(failure -> ((ProviderException) failure).unrepeatable());
        });
    }

    private boolean isInUse(Grant grant) {
        return clock.instant().isBefore(grant.renewAt());
    }

    private static boolean isExpired(Throwable failure) {
        return failure instanceof ProviderException exception && exception.isSessionExpired();
    }
}
