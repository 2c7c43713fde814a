package io.quotagate.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a gateway asks a vendor.
 *
 * @param headers by lower-case name
 */
record Request(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {

    /** Empty where the other side has closed. */
    static Optional<Request> read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.split(" ");
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] target = words[1].split("\\?", 2);
        return Optional.of(new Request(
                words[0],
                target[0],
                query(target.length == 1 ? "" : target[1]),
                headers,
                new String(body, StandardCharsets.UTF_8)));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Everything secret that was sent, so that it can be said back. */
    String sent() {
        return (header("authorization") + " " + query + " " + body).replaceAll("[\"\\\\\\p{Cntrl}]", " ");
    }
}
