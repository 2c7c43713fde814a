package io.quotagate.api;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies, compressed in memory.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>
 */
public final class Gzip {

    private Gzip() {}

    public static byte[] of(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 4096)) {
            gzip.write(plain);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    public static byte[] plain(byte[] compressed) {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return plain.readAllBytes();
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
    }
}
