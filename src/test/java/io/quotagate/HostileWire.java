package io.quotagate;

import io.quotagate.provider.VendorStub.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A connection that a vendor has accepted, to be written to as nobody should. */
final class HostileWire {

    /** Where a flood ends that nobody stops. */
    static final long FAR_TOO_MUCH = 256L << 20;

    private static final int PIECE = 16_384;
    private static final long BETWEEN_DROPS_NANOS = 50_000_000;

    private final Socket socket;
    private final OutputStream out;
    private final AtomicLong sent;

    /** @param sent counts what the operating system took */
    HostileWire(Socket socket, AtomicLong sent) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.sent = sent;
    }

    void send(byte[] bytes) throws IOException {
        out.write(bytes);
        sent.addAndGet(bytes.length);
    }

    /** @param text of one byte each */
    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(Reply reply) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " x\r\n");
        reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        send(head + "Content-Length: " + reply.body().length + "\r\n\r\n");
        send(reply.body());
    }

    /** The same again and again, as fast as it goes. */
    void flood(String text) throws IOException {
        byte[] piece = text.repeat(Math.max(1, PIECE / text.length())).getBytes(StandardCharsets.ISO_8859_1);
        while (sent.get() < FAR_TOO_MUCH) {
            send(piece);
        }
    }

    /** The same again and again, slowly. */
    void drip(String text) throws IOException {
        while (true) {
            send(text);
            LockSupport.parkNanos(BETWEEN_DROPS_NANOS);
        }
    }

    /** Says nothing more, and listens on. */
    void silence() throws IOException {
        socket.getInputStream().skip(Long.MAX_VALUE);
        while (socket.getInputStream().read() >= 0) {}
    }

    /** Says that nothing more will come, and listens on. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
        silence();
    }

    void close() throws IOException {
        socket.close();
    }

    /** Ends with an RST instead of a FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
