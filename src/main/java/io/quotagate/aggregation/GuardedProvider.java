package io.quotagate.aggregation;

import io.quotagate.provider.Connection;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Reason;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import org.jboss.logging.Logger;

/**
 * Asks a provider within {@code quotagate.fetch.timeout}, once more with re-read secrets where they were refused, and
 * turns a bug of an adapter into a failure of that one connection.
 */
final class GuardedProvider {

    private static final Logger LOG = Logger.getLogger(GuardedProvider.class);

    private final QuotaProvider provider;
    private final FetchConfig config;
    private final MonotonicClock clock;

    GuardedProvider(QuotaProvider provider, FetchConfig config, MonotonicClock clock) {
        this.provider = provider;
        this.config = config;
        this.clock = clock;
    }

    /** @return the observation, or a failure that is always a {@link ProviderException} */
    Uni<Observation> fetch(Connection connection) {
        return Uni.createFrom()
                .deferred(() -> fetch(connection, Deadline.in(config.timeout(), clock)))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure(failure -> !(failure instanceof ProviderException))
                .transform(failure -> translate(connection, failure))
                .onFailure(ProviderException.class)
                .transform(failure -> ((ProviderException) failure).without(connection))
                .map(observation -> observation.without(connection));
    }

    private Uni<Observation> fetch(Connection connection, Deadline deadline) {
        return provider.fetch(connection, deadline)
                .onFailure(GuardedProvider::isRefused)
                .recoverWithUni(refused -> retryWithNewSecrets(connection, deadline, refused));
    }

    private static boolean isRefused(Throwable failure) {
        return failure instanceof ProviderException exception && exception.reason() == Reason.UNAUTHORIZED;
    }

    /** A secret in a mounted file may have been rotated since it was read. */
    private Uni<Observation> retryWithNewSecrets(Connection connection, Deadline deadline, Throwable refused) {
        return Uni.createFrom()
                .item(connection::renewCredentials)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onFailure()
                .recoverWithItem(false)
                .chain(renewed -> renewed
                        ? afresh(connection, deadline)
                        : Uni.createFrom().failure(refused));
    }

    /** What was logged in with the old secrets is of no use. */
    private Uni<Observation> afresh(Connection connection, Deadline deadline) {
        return provider.forget(connection).chain(() -> provider.fetch(connection, deadline));
    }

    private static ProviderException translate(Connection connection, Throwable failure) {
        if (failure instanceof TimeoutException) {
            return new ProviderException(Reason.TIMEOUT, "the vendor did not answer in time");
        }
        // The message may quote the vendor; where it happened is all that may be said.
        StackTraceElement[] stack = failure.getStackTrace();
        LOG.errorf(
                "the adapter %s failed on an answer: %s at %s",
                connection.provider(), failure.getClass().getName(), stack.length == 0 ? "?" : stack[0]);
        return ProviderException.violation("the adapter does not understand the vendor's answer");
    }
}
