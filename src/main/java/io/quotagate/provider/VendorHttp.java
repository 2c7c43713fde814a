package io.quotagate.provider;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.opentelemetry.api.trace.Span;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Calls a vendor through its REST client: only where the egress rule admits it, never following a redirect, never
 * reading more than {@code quotagate.fetch.max-response-bytes}, and with every failure of the transport as a
 * {@link ProviderException}.
 */
@ApplicationScoped
public class VendorHttp {

    /** RFC 9110 §15.5.8; where a call is tunnelled, the transport fails instead. */
    private static final int PROXY_REFUSES = 407;

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

    private final VendorClients clients;
    private final Egress egress;
    private final FetchConfig config;
    private final MonotonicClock clock;
    private final Rations rations;
    private final Spans spans;

    VendorHttp(
            VendorClients clients,
            Egress egress,
            FetchConfig config,
            MonotonicClock clock,
            Rations rations,
            Spans spans) {
        this.clients = clients;
        this.egress = egress;
        this.config = config;
        this.clock = clock;
        this.rations = rations;
        this.spans = spans;
    }

    void start(@Observes StartupEvent event) {
        boolean sane = config.timeout().compareTo(Duration.ZERO) > 0
                && config.timeout().compareTo(LONGEST_TIMEOUT) <= 0;
        require(sane, "timeout: must be above 0 and at most ten minutes");
        require(config.maxResponseBytes().asLongValue() > 0, "max-response-bytes: must be above 0");
        require(config.callsAtOnce() > 0, "calls-at-once: must be above 0");
        require(config.retry().percent() >= 0 && config.retry().percent() <= 100, "retry.percent: must be 0 to 100");
        require(config.breaker().failures() > 1, "breaker.failures: must be above 1");
        require(
                config.brake().connections() > 0 && config.brake().connections() <= 1_000,
                "brake.connections: must be 1 to 1000");
        require(config.brake().window().compareTo(Duration.ZERO) > 0, "brake.window: must be above 0");
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new ConfigurationException("quotagate.fetch." + complaint);
        }
    }

    /** True where Quarkus has a TLS configuration of that name. */
    public boolean hasTls(String name) {
        return clients.hasTls(name);
    }

    /** True where Quarkus has a proxy configuration of that name. */
    public boolean hasProxy(String name) {
        return clients.hasProxy(name);
    }

    /**
     * Makes one call.
     *
     * @param deadline a call that cannot end by then is a time-out
     * @param name of what is called, in the words of the vendor's documentation
     * @param api the vendor's REST client interface
     * @return the answer of whatever status but a redirect, which is a contract violation
     */
    public <A> Uni<VendorAnswer> call(
            Connection connection,
            Deadline deadline,
            String name,
            Class<A> api,
            Function<A, Uni<RestResponse<byte[]>>> call) {
        return Uni.createFrom().deferred(() -> {
            Span span = spans.call(connection, name, deadline.trace());
            return call(connection, deadline, api, call)
                    .invoke(answer -> span.setAttribute("http.response.status_code", answer.status()))
                    .onFailure()
                    .invoke(failure -> Spans.fail(span, failure))
                    .onTermination()
                    .invoke(() -> span.end());
        });
    }

    private <A> Uni<VendorAnswer> call(
            Connection connection, Deadline deadline, Class<A> api, Function<A, Uni<RestResponse<byte[]>>> call) {
        Endpoint endpoint = connection.endpoint();
        return inTime(deadline, egress.check(endpoint).chain(() -> clients.client(api, endpoint)))
                .call(client -> turn(connection, deadline))
                .chain(client -> inTime(deadline, shielded(call.apply(client))))
                .map(response -> answer(endpoint, response))
                .onFailure(failure -> !(failure instanceof ProviderException))
                .transform(VendorHttp::translate);
    }

    /** The deadline of a chain of calls that begins now. */
    public Deadline deadline() {
        return Deadline.in(config.timeout(), clock);
    }

    /** Makes the calls of one fetch, so many at a time; all or nothing. */
    public <T> Uni<List<T>> together(List<Uni<T>> calls) {
        return Uni.join().all(calls).usingConcurrencyOf(config.callsAtOnce()).andFailFast();
    }

    /** That it did not come in time is our own doing, not the vendor's. */
    private Uni<Void> turn(Connection connection, Deadline deadline) {
        return Uni.createFrom()
                .deferred(() -> deadline.isOver()
                        ? Uni.createFrom().failure(new TimeoutException())
                        : rations.turn(connection, deadline)
                                .ifNoItem()
                                .after(deadline.left().plusNanos(1))
                                .failWith(() -> ProviderException.rationed(rations.backlog(connection))));
    }

    private static <T> Uni<T> inTime(Deadline deadline, Uni<T> call) {
        return Uni.createFrom()
                .deferred(() -> deadline.isOver()
                        ? Uni.createFrom().failure(new TimeoutException())
                        : call.ifNoItem().after(deadline.left().plusNanos(1)).fail());
    }

    /** A cancelled client fails later, to nobody, and logs it; a call ends by its own deadline anyway. */
    private static <T> Uni<T> shielded(Uni<T> call) {
        return Uni.createFrom().emitter(emitter -> {
            var unused = call.subscribe().with(emitter::complete, emitter::fail);
        });
    }

    private static VendorAnswer answer(Endpoint endpoint, RestResponse<?> response) {
        int status = response.getStatus();
        if (status == PROXY_REFUSES && endpoint.proxy().isPresent()) {
            throw new ProviderException(Reason.UNAVAILABLE, "the proxy does not let the gateway through");
        }
        if (status >= 300 && status < 400) {
            throw ProviderException.violation("the vendor answered with a redirect, which is never followed");
        }
        return new VendorAnswer(
                status, VendorAnswer.firstValues(response.getStringHeaders()), body(response.getEntity()));
    }

    /** Bytes of a success; of any other status the client leaves them in a stream over its buffer. */
    private static byte[] body(@Nullable Object entity) {
        if (entity instanceof byte[] bytes) {
            return bytes;
        }
        if (entity instanceof InputStream buffered) {
            try (buffered) {
                return buffered.readAllBytes();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
        return new byte[0];
    }

    /** Our own reason stands deepest, under what the client makes of it; what is no failure of the transport is a bug. */
    private static Throwable translate(Throwable failure) {
        List<Throwable> causes = Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(10)
                .toList();
        for (Throwable cause : causes) {
            if (cause instanceof ProviderException exception) {
                return exception;
            }
        }
        for (Throwable cause : causes) {
            if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
                return new ProviderException(Reason.TIMEOUT, "the vendor did not answer in time");
            }
        }
        if (causes.stream().anyMatch(VendorHttp::isUnreadableHeader)) {
            return ProviderException.violation("the vendor's answer is not HTTP");
        }
        boolean transport = causes.stream()
                .anyMatch(cause -> cause instanceof IOException
                        || cause instanceof VertxException
                        || cause instanceof CodecException);
        if (!transport) {
            return failure;
        }
        if (causes.stream().anyMatch(GeneralSecurityException.class::isInstance)) {
            return new ProviderException(
                            Reason.UNAVAILABLE, "the vendor's TLS certificate is not accepted for its host")
                    .unrepeatable();
        }
        ProviderException unreachable = new ProviderException(Reason.UNAVAILABLE, "the vendor cannot be reached");
        ProviderException told =
                causes.stream().anyMatch(VendorHttp::isNotConnected) ? unreachable.ofEndpoint() : unreachable;
        return causes.stream().anyMatch(VendorHttp::tookItsTime) ? told.unrepeatable() : told;
    }

    /** There is no time left to wait for the same once more. */
    private static boolean tookItsTime(Throwable cause) {
        return cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException;
    }

    private static boolean isNotConnected(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof NoRouteToHostException;
    }

    /** What the REST client makes of a media type that is none. */
    private static boolean isUnreadableHeader(Throwable cause) {
        StackTraceElement[] stack = cause.getStackTrace();
        return cause instanceof IllegalArgumentException
                && stack.length > 0
                && stack[0].getClassName().startsWith("org.jboss.resteasy.reactive.common.headers");
    }
}
