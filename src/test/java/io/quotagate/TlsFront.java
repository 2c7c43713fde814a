package io.quotagate;

import io.quotagate.Certificates.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;

/** Speaks TLS for a server that does not. */
final class TlsFront implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final Path certificate;
    private final NetServer server;

    /**
     * Under a certificate of its own.
     *
     * @param port of the server behind it
     */
    TlsFront(int port, Path folder) {
        this(port, new Certificates(folder).selfSigned("front", "ip:127.0.0.1"));
    }

    TlsFront(int port, Identity identity) {
        this(port, identity, new NetServerOptions());
    }

    private TlsFront(int port, Identity identity, NetServerOptions options) {
        certificate = identity.certificate();
        NetClient client = vertx.createNetClient();
        server = vertx.createNetServer(options.setSsl(true).setKeyCertOptions(identity.keys()))
                .exceptionHandler(untrusted -> {})
                .connectHandler(outside -> {
                    outside.pause();
                    client.connect(port, "127.0.0.1").onSuccess(inside -> join(outside, inside));
                });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    /** One that lets in only whom the authority has certified. */
    static TlsFront mutual(int port, Identity identity, Path authority) {
        return new TlsFront(
                port,
                identity,
                new NetServerOptions()
                        .setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())));
    }

    private static void join(NetSocket outside, NetSocket inside) {
        var out = inside.pipeTo(outside);
        var in = outside.pipeTo(inside);
        outside.resume();
    }

    int port() {
        return server.actualPort();
    }

    /** As PEM. */
    Path certificate() {
        return certificate;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
