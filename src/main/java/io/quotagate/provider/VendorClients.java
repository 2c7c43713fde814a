package io.quotagate.provider;

import io.quarkus.proxy.ProxyConfiguration;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The vendors' REST clients, which send nothing before the egress rule has admitted what they are connected to. */
@Singleton
final class VendorClients {

    /** Calls name their own base; a client cannot be built without one (Quarkus issue 51630). */
    private static final URI UNCONFIGURED = URI.create("http://unconfigured.invalid");

    private static final int CONNECTIONS_PER_HOST = 200;
    /** For a connection that was made too late for its call. */
    private static final int UNUSED_SECONDS = 1;
    /** Of all headers together; what folded lines cost grows with its square. */
    private static final int MAX_HEADER_BYTES = 8_192;
    /** Of the time of a fetch: whoever cannot be connected for so long is not there, rather than slow. */
    private static final int CONNECT_PERCENT = 75;

    private final Vertx vertx;
    private final Egress egress;
    private final FetchConfig config;
    private final TlsConfigurationRegistry tls;
    private final ProxyConfigurationRegistry proxies;
    private final Map<ClientKey, Object> clients = new ConcurrentHashMap<>();
    private final SingleFlight<ClientKey, Object> builds = new SingleFlight<>();

    /** Connections share a client where everything that a client fixes is the same. */
    private record ClientKey(Class<?> api, Optional<String> tls, Optional<String> proxy, Endpoint.Reach reach) {}

    VendorClients(
            Vertx vertx,
            Egress egress,
            FetchConfig config,
            TlsConfigurationRegistry tls,
            ProxyConfigurationRegistry proxies) {
        this.vertx = vertx;
        this.egress = egress;
        this.config = config;
        this.tls = tls;
        this.proxies = proxies;
    }

    /** True where Quarkus has a TLS configuration of that name. */
    boolean hasTls(String name) {
        return tls.get(name).isPresent();
    }

    /** True where Quarkus has a proxy configuration of that name. */
    boolean hasProxy(String name) {
        try {
            return proxies.get(Optional.of(name)).isPresent();
        } catch (IllegalStateException unknown) {
            return false;
        }
    }

    /**
     * Built away from Vert.x: a client that is built on one of its threads belongs to what runs there, the HTTP server,
     * and is closed with it before the last calls, those that log out, are made.
     */
    <A> Uni<A> client(Class<A> api, Endpoint endpoint) {
        ClientKey key = new ClientKey(api, endpoint.tls(), endpoint.proxy(), endpoint.reach());
        Object known = clients.get(key);
        if (known != null) {
            return Uni.createFrom().item(api.cast(known));
        }
        return builds.join(
                        key,
                        () -> Uni.createFrom()
                                .item(() -> clients.computeIfAbsent(key, this::build))
                                .runSubscriptionOn(VendorClients::onThreadOfItsOwn))
                .map(api::cast);
    }

    private static void onThreadOfItsOwn(Runnable building) {
        new Thread(building, "vendor-client").start();
    }

    private Object build(ClientKey key) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(UNCONFIGURED)
                .connectTimeout(connectMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .userAgent("quotagate")
                .httpClientOptionsCustomizer(options -> customize(options, key))
                .httpClientRequestCustomizer(request -> guard(request, key));
        key.tls()
                .ifPresent(name -> builder.tlsConfiguration(tls.get(name)
                        .orElseThrow(() -> new ProviderException(
                                Reason.INVALID_REQUEST,
                                "the connection names a TLS configuration that does not exist"))));
        return builder.build(key.api());
    }

    private long connectMillis() {
        return Math.max(1, config.timeout().toMillis() * CONNECT_PERCENT / 100);
    }

    /**
     * A connection carries one call: what a vendor sends beside its answer would else be taken for the answer to the
     * next call, which may be another tenant's. Only what a connection names decides whom it trusts and by whom it goes:
     * what is set for all clients of the process, or for its JVM, would pass the egress rule by.
     */
    private void customize(HttpClientOptions options, ClientKey key) {
        if (key.tls().isEmpty()) {
            options.setTrustAll(false).setVerifyHost(true);
        }
        options.setProxyOptions(key.proxy().map(this::proxy).orElse(null)).setNonProxyHosts(null);
        options.setSslHandshakeTimeout(connectMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxPoolSize(CONNECTIONS_PER_HOST)
                .setKeepAlive(false)
                .setKeepAliveTimeout(UNUSED_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false);
    }

    private ProxyOptions proxy(String name) {
        ProxyConfiguration proxy = proxies.get(Optional.of(name))
                .orElseThrow(() -> new ProviderException(
                        Reason.INVALID_REQUEST, "the connection names a proxy configuration that does not exist"));
        return new ProxyOptions()
                .setType(ProxyType.valueOf(proxy.type().name()))
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setUsername(proxy.username().orElse(null))
                .setPassword(proxy.password().orElse(null))
                .setConnectTimeout(Duration.ofMillis(connectMillis()));
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
