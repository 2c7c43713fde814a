package io.quotagate;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Speaks TLS for a server that does not, under a certificate of its own. */
final class TlsFront implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final Vertx vertx = Vertx.vertx();
    private final Path store;
    private final Path certificate;
    private final NetServer server;

    /** @param port of the server behind it */
    TlsFront(int port, Path folder) throws IOException, InterruptedException {
        store = folder.resolve("front.p12");
        certificate = folder.resolve("front.pem");
        makeCertificate();
        NetClient client = vertx.createNetClient();
        server = vertx.createNetServer(new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(store.toString()).setPassword(PASSWORD)))
                .exceptionHandler(untrusted -> {})
                .connectHandler(outside -> {
                    outside.pause();
                    client.connect(port, "127.0.0.1").onSuccess(inside -> join(outside, inside));
                });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private static void join(NetSocket outside, NetSocket inside) {
        var out = inside.pipeTo(outside);
        var in = outside.pipeTo(inside);
        outside.resume();
    }

    private void makeCertificate() throws IOException, InterruptedException {
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=front", "-ext", "san=ip:127.0.0.1");
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "front"));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("no certificate was made");
        }
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
