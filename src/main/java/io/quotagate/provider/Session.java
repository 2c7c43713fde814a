package io.quotagate.provider;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token or login of one connection: used until it is due, renewed by one caller for all, and renewed once more where
 * the vendor says that it has expired.
 */
public final class Session {

    private final Supplier<Uni<Grant>> login;
    private final Clock clock;
    private final SingleFlight<Grant> logins = new SingleFlight<>();
    private volatile @Nullable Grant current;

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

    public Session(Supplier<Uni<Grant>> login, Clock clock) {
        this.login = login;
        this.clock = clock;
    }

    /** Calls with a valid token; once again with a new one where the vendor answers that it has expired. */
    public <T> Uni<T> call(Function<String, Uni<T>> call) {
        return grant().chain(grant -> call.apply(grant.token())
                .onFailure(Session::isExpired)
                .recoverWithUni(() -> renew(grant).chain(renewed -> call.apply(renewed.token()))));
    }

    /** Takes the token out, so that it can be given back to the vendor; empty where nobody logged in. */
    public Optional<String> end() {
        Grant last = current;
        current = null;
        return Optional.ofNullable(last).map(Grant::token);
    }

    private Uni<Grant> grant() {
        Grant grant = current;
        if (grant != null && clock.instant().isBefore(grant.renewAt())) {
            return Uni.createFrom().item(grant);
        }
        return login();
    }

    /** Another caller may have renewed it already: then that one's token serves. */
    private Uni<Grant> renew(Grant refused) {
        Grant grant = current;
        if (grant != null && !grant.token().equals(refused.token())) {
            return Uni.createFrom().item(grant);
        }
        return login();
    }

    private Uni<Grant> login() {
        return logins.join(() -> login.get().invoke(grant -> current = grant));
    }

    private static boolean isExpired(Throwable failure) {
        return failure instanceof ProviderException exception && exception.isSessionExpired();
    }
}
