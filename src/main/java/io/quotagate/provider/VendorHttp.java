package io.quotagate.provider;

import io.netty.handler.codec.CodecException;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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

    /** Calls name their own base; a client cannot be built without one (Quarkus issue 51630). */
    private static final URI UNCONFIGURED = URI.create("http://unconfigured.invalid");

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
    private static final int CONNECTIONS_PER_HOST = 200;
    /** For a connection that was made too late for its call. */
    private static final int UNUSED_SECONDS = 1;
    /** Of all headers together; what folded lines cost grows with its square. */
    private static final int MAX_HEADER_BYTES = 8_192;

    private final Vertx vertx;
    private final Egress egress;
    private final FetchConfig config;
    private final MonotonicClock clock;
    private final Rations rations;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;
    private final Map<ClientKey, Object> clients = new ConcurrentHashMap<>();

    /** Connections share a client where everything that a client fixes is the same. */
    private record ClientKey(Class<?> api, Optional<String> tls, Optional<String> proxy, Endpoint.Reach reach) {}

    public VendorHttp(
            Vertx vertx,
            Egress egress,
            FetchConfig config,
            MonotonicClock clock,
            Rations rations,
            TlsConfigurationRegistry tls,
            ProxyConfigurationRegistry proxies) {
        this.vertx = vertx;
        this.egress = egress;
        this.config = config;
        this.clock = clock;
        this.rations = rations;
        this.tls = tls;
        this.proxies = proxies;
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
        return tls.get(name).isPresent();
    }

    /** True where Quarkus has a proxy configuration of that name. */
    public boolean hasProxy(String name) {
        try {
            return proxies.get(Optional.of(name)).isPresent();
        } catch (IllegalStateException unknown) {
            return false;
        }
    }

    /**
     * Makes one call.
     *
     * @param deadline a call that cannot end by then is a time-out
     * @param api the vendor's REST client interface
     * @return the answer of whatever status but a redirect, which is a contract violation
     */
    public <A> Uni<VendorAnswer> call(
            Connection connection, Deadline deadline, Class<A> api, Function<A, Uni<RestResponse<byte[]>>> call) {
        Endpoint endpoint = connection.endpoint();
        return inTime(deadline, egress.check(endpoint).chain(() -> client(api, endpoint)))
                .call(client -> inTime(deadline, rations.turn(connection, deadline)))
                .chain(client -> inTime(deadline, shielded(call.apply(client))))
                .map(VendorHttp::answer)
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

    private static <T> Uni<T> inTime(Deadline deadline, Uni<T> call) {
        return Uni.createFrom()
                .deferred(() -> deadline.isOver()
                        ? Uni.createFrom().failure(new TimeoutException())
                        : call.ifNoItem().after(deadline.left()).fail());
    }

    /** A cancelled client fails later, to nobody, and logs it; a call ends by its own deadline anyway. */
    private static <T> Uni<T> shielded(Uni<T> call) {
        return Uni.createFrom().emitter(emitter -> {
            var unused = call.subscribe().with(emitter::complete, emitter::fail);
        });
    }

    private static VendorAnswer answer(RestResponse<?> response) {
        int status = response.getStatus();
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
        ProviderException unreachable = new ProviderException(Reason.UNAVAILABLE, "the vendor cannot be reached");
        return causes.stream().anyMatch(VendorHttp::isNotConnected) ? unreachable.ofEndpoint() : unreachable;
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

    /**
     * Built away from Vert.x: a client that is built on one of its threads belongs to what runs there, the HTTP server,
     * and is closed with it before the last calls, those that log out, are made.
     */
    private <A> Uni<A> client(Class<A> api, Endpoint endpoint) {
        ClientKey key = new ClientKey(api, endpoint.tls(), endpoint.proxy(), endpoint.reach());
        Object known = clients.get(key);
        if (known != null) {
            return Uni.createFrom().item(api.cast(known));
        }
        return Uni.createFrom()
                .item(() -> clients.computeIfAbsent(key, this::build))
                .runSubscriptionOn(VendorHttp::onThreadOfItsOwn)
                .map(api::cast);
    }

    private static void onThreadOfItsOwn(Runnable building) {
        new Thread(building, "vendor-client").start();
    }

    private Object build(ClientKey key) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(UNCONFIGURED)
                .connectTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .userAgent("quotagate")
                .httpClientOptionsCustomizer(VendorHttp::customize)
                .httpClientRequestCustomizer(request -> guard(request, key));
        key.tls()
                .ifPresent(name -> builder.tlsConfiguration(tls.get(name)
                        .orElseThrow(() -> new ProviderException(
                                Reason.INVALID_REQUEST,
                                "the connection names a TLS configuration that does not exist"))));
        key.proxy().ifPresent(name -> useProxy(builder, name));
        return builder.build(key.api());
    }

    /**
     * A connection carries one call: what a vendor sends beside its answer would else be taken for the answer to the
     * next call, which may be another tenant's.
     */
    private static void customize(HttpClientOptions options) {
        options.setMaxPoolSize(CONNECTIONS_PER_HOST)
                .setKeepAlive(false)
                .setKeepAliveTimeout(UNUSED_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false);
    }

    private void useProxy(QuarkusRestClientBuilder builder, String name) {
        var proxy = proxies.get(Optional.of(name))
                .orElseThrow(() -> new ProviderException(
                        Reason.INVALID_REQUEST, "the connection names a proxy configuration that does not exist"));
        builder.proxyAddress(proxy.host(), proxy.port());
        proxy.username().ifPresent(builder::proxyUser);
        proxy.password().ifPresent(builder::proxyPassword);
    }

    /** Runs when connected and before anything is sent, so that a name rebound since the check is caught. */
    private void guard(HttpClientRequest request, ClientKey key) {
        Endpoint target = new Endpoint(
                URI.create((request.connection().isSsl() ? "https://" : "http://") + request.getHost() + ":"
                        + request.getPort()),
                key.tls(),
                key.proxy(),
                key.reach());
        InetAddress connected = address(request.connection().remoteAddress());
        if (key.proxy().isEmpty() && (connected == null || !egress.admits(target, connected))) {
            request.reset(0, Egress.forbidden());
            return;
        }
        StrictWire.watch(request.connection(), config.maxResponseBytes().asLongValue());
        long deadline = vertx.setTimer(config.timeout().toMillis(), timer -> request.reset(0, new TimeoutException()));
        request.response()
                .onSuccess(response -> response.end().onComplete(ended -> vertx.cancelTimer(deadline)))
                .onFailure(failure -> vertx.cancelTimer(deadline));
    }

    private static @Nullable InetAddress address(SocketAddress address) {
        return address.hostAddress() == null
                ? null
                : new InetSocketAddress(address.hostAddress(), address.port()).getAddress();
    }
}
