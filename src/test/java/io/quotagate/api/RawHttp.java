package io.quotagate.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Requests as no client of good manners would send them. */
final class RawHttp {

    private RawHttp() {}

    private static final String STREAM = "content-type: text/event-stream";
    private static final String DATA = "\ndata: ";

    /** @return all that comes until the server closes the connection, or the first event of a stream that does not end */
    static String send(URI server, String request) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return read(socket.getInputStream());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String read(InputStream answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (isStreamWithAnEvent(bytes.toString(StandardCharsets.UTF_8))) {
                break;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isStreamWithAnEvent(String text) {
        int data = text.indexOf(DATA);
        return data > 0
                && text.indexOf("\n\n", data) > 0
                && text.toLowerCase(Locale.ROOT).contains(STREAM);
    }
}
