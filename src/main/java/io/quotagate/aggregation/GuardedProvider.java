package io.quotagate.aggregation;

import io.opentelemetry.context.Context;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Rations;
import io.quotagate.provider.Reason;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Asks a provider: not at all while its address or this connection is left alone, within
 * {@code quotagate.fetch.timeout}, once more where the vendor failed on a read or re-read secrets may help, and with a
 * bug of an adapter as a failure of that one connection.
 */
final class GuardedProvider {

    private static final Logger LOG = Logger.getLogger(GuardedProvider.class);

    /** Less than that is no time for another attempt: its time-out would hide what failed. */
    private static final Duration WORTH_REPEATING = Duration.ofMillis(500);

    private final QuotaProvider provider;
    private final FetchConfig config;
    private final Rations rations;
    private final MonotonicClock clock;
    private final Brakes brakes;
    private final Breakers breakers;

    GuardedProvider(
            QuotaProvider provider, FetchConfig config, Rations rations, FetchMetrics metrics, MonotonicClock clock) {
        this.provider = provider;
        this.config = config;
        this.rations = rations;
        this.clock = clock;
        this.brakes = new Brakes(config, clock);
        this.breakers = new Breakers(config, clock, () -> metrics.repeated(provider.id()));
        metrics.breakers(provider.id(), breakers::open);
        metrics.brakes(provider.id(), brakes::open);
    }

    VendorState.Trouble trouble() {
        return new VendorState.Trouble(breakers.open(), brakes.open());
    }

    /**
     * Fetches.
     *
     * @param trace what it is a part of
     * @return the observation, or a failure that is always a {@link ProviderException}
     */
    Uni<Observation> fetch(Connection connection, Context trace) {
        return Uni.createFrom()
                .deferred(() ->
                        guarded(connection, Deadline.in(config.timeout(), clock).within(trace)))
                .onFailure(failure -> !(failure instanceof ProviderException))
                .transform(failure -> translate(connection, failure))
                .onFailure(ProviderException.class)
                .transform(failure -> ((ProviderException) failure).without(connection))
                .map(observation -> observation.without(connection));
    }

    /** The one place where it is decided whether the vendor is asked: ration, brake, repetition, breaker, deadline. */
    private Uni<Observation> guarded(Connection connection, Deadline deadline) {
        return rations.refusal(connection, config.timeout())
                .or(() -> brakes.left(connection).map(ProviderException::circuitOpen))
                .map(Uni.createFrom()::<Observation>failure)
                .orElseGet(() -> breakers.guard(connection.key(), () -> attempt(connection, deadline)));
    }

    /** Ends by the deadline, which keeps the breaker from waiting for ever for one that tries. */
    private Uni<Observation> attempt(Connection connection, Deadline deadline) {
        return Uni.createFrom()
                .deferred(() -> {
                    rations.begin(connection);
                    return provider.fetch(connection, deadline);
                })
                .onFailure(GuardedProvider::isRefused)
                .recoverWithUni(refused -> retryWithNewSecrets(connection, deadline, refused))
                .ifNoItem()
                .after(deadline.left().plusMillis(1))
                .fail()
                .onFailure(failure -> !(failure instanceof ProviderException))
                .transform(failure -> translate(connection, failure))
                .onFailure(ProviderException.class)
                .invoke(failure -> brakes.failed(connection, (ProviderException) failure))
                .invoke(() -> brakes.answered(connection))
                .onFailure(failure -> deadline.left().compareTo(WORTH_REPEATING) < 0)
                .transform(failure -> ((ProviderException) failure).unrepeatable());
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
        rations.renewed(connection);
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
