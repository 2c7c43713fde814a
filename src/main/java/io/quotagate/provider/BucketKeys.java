package io.quotagate.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the calls of a connection are counted. Keys are digests, as what they are made of is secret.
 *
 * @param credential the same for all connections, of whatever tenant, that log in to a host with the same secrets
 * @param host the same for all connections of a provider that call a host
 */
record BucketKeys(Optional<Limit> credential, Optional<Limit> host) {

    private static final int BYTES = 16;

    /** One bucket, and how fast it fills. */
    record Limit(String key, Rate rate) {}

    static BucketKeys of(Connection connection) {
        Ration ration = connection.ration();
        return new BucketKeys(
                ration.perCredential().map(rate -> new Limit(credential(connection), rate)),
                ration.perHost().map(rate -> new Limit(digest(host(connection, "host")), rate)));
    }

    Stream<Limit> all() {
        return Stream.concat(credential.stream(), host.stream());
    }

    /** What a connection logs in with. */
    static String credential(Connection connection) {
        StringBuilder text = host(connection, "credential");
        for (Map.Entry<String, Credential> one : new TreeMap<>(connection.credentials()).entrySet()) {
            append(text, one.getKey());
            append(text, one.getValue().reveal());
        }
        return digest(text);
    }

    private static StringBuilder host(Connection connection, String kind) {
        StringBuilder text = new StringBuilder();
        append(text, kind);
        append(text, connection.provider());
        Endpoint endpoint = connection.endpoint();
        append(text, endpoint.url().getHost().toLowerCase(Locale.ROOT) + ":" + endpoint.port());
        return text;
    }

    /** Lengths keep neighbours apart. */
    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }

    private static String digest(StringBuilder text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
