package io.quotagate;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on this machine, for which every host is this machine: tunnels TLS and passes plain calls on. */
final class TestProxy implements AutoCloseable {

    private static final String END = "\r\n\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final String authorization;
    private final NetServer server;

    /** @param login {@code user:password} that it asks for; empty for one that lets everybody through */
    TestProxy(String login) {
        authorization = login.isEmpty()
                ? ""
                : "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        server = vertx.createNetServer().connectHandler(this::listen);
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private void listen(NetSocket caller) {
        Buffer head = Buffer.buffer();
        caller.handler(part -> {
            head.appendBuffer(part);
            if (head.toString().contains(END)) {
                caller.pause();
                serve(caller, head.toString());
            }
        });
    }

    private void serve(NetSocket caller, String text) {
        String first = text.substring(0, text.indexOf("\r\n"));
        String[] words = first.split(" ");
        boolean known = authorization.isEmpty()
                || text.lines()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")
                                && line.endsWith(" " + authorization));
        asked.add((known ? "" : "refused ") + words[0] + " " + words[1]);
        if (!known) {
            var ended = caller.end(Buffer.buffer(
                    "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0" + END));
            return;
        }
        boolean tunnel = words[0].equals("CONNECT");
        String target = tunnel ? words[1] : words[1].split("/", 4)[2];
        int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
        client.connect(port, "127.0.0.1").onSuccess(vendor -> {
            if (tunnel) {
                var answered = caller.write("HTTP/1.1 200 OK" + END);
            }
            String plain = text.replace("http://" + target, "").replaceFirst("(?i)proxy-authorization:.*\r\n", "");
            var passed = tunnel ? null : vendor.write(plain);
            var out = vendor.pipeTo(caller);
            var in = caller.pipeTo(vendor);
            caller.resume();
        });
    }

    int port() {
        return server.actualPort();
    }

    /** Method and target of each call, and whether it was let through. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
