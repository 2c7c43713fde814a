package io.quotagate;

import io.quotagate.provider.Patience;
import io.quotagate.provider.VendorStub.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A vendor on this machine that is scripted byte by byte, and counts what it could send until it was hung up on. */
final class HostileVendor implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** Small, so that what was sent is not much more than what was read. */
    private static final int SEND_BUFFER = 65_536;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile Script script;

    /** What follows on a request; the connection stays open unless it is closed here. */
    interface Script {

        void play(Request request, HostileWire wire) throws IOException;

        /** The documented answers, to all calls. */
        static Script healthy() {
            return (request, wire) -> wire.send(FourVendors.healthy(request));
        }

        /** The documented answers, to all calls but this one. */
        static Script against(String call, Script hostile) {
            return (request, wire) ->
                    (FourVendors.call(request).equals(call) ? hostile : healthy()).play(request, wire);
        }
    }

    HostileVendor(Script script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    void script(Script other) {
        script = other;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    long connections() {
        return connections.get();
    }

    /** How many bytes could be sent, of all calls together, once nobody listens any more. */
    long sent() {
        Patience.until(LONGEST, "the vendor was hung up on", open::isEmpty);
        return sent.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSendBufferSize(SEND_BUFFER);
            HostileWire wire = new HostileWire(socket, sent);
            // Until it ends: who sends a second request on the same connection is answered, too.
            for (Request request = read(socket.getInputStream());
                    request != null;
                    request = socket.isClosed() ? null : read(socket.getInputStream())) {
                requests.add(request);
                script.play(request, wire);
            }
        } catch (IOException hungUp) {
            // As it should be.
        } finally {
            open.remove(socket);
        }
    }

    /** The next request; null where nobody has one. */
    private static @Nullable Request read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        String[] lines = head.toString().split("\r\n");
        Map<String, String> headers = new HashMap<>();
        for (int line = 1; line < lines.length; line++) {
            String[] header = lines[line].split(": ?", 2);
            headers.put(header[0].toLowerCase(), header[1]);
        }
        String[] start = lines[0].split(" ");
        URI target = URI.create(start[1]);
        String query = target.getRawQuery() == null ? "" : target.getRawQuery();
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(start[0], target.getRawPath(), query, headers, new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        threads.shutdownNow();
    }
}
