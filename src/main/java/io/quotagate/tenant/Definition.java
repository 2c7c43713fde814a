package io.quotagate.tenant;

import io.quotagate.provider.Credential;
import io.quotagate.provider.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells one definition of a connection from another, by everything that decides what a vendor answers. */
final class Definition {

    private Definition() {}

    /** A digest that does not give the secrets away; lengths and counts keep neighbours apart. */
    static String digest(
            String provider,
            Endpoint endpoint,
            Map<String, List<String>> settings,
            Map<String, Credential> credentials) {
        StringBuilder text = new StringBuilder();
        append(text, provider);
        append(text, endpoint.text());
        append(text, endpoint.tls().orElse(""));
        append(text, endpoint.proxy().orElse(""));
        new TreeMap<>(settings).forEach((name, values) -> {
            append(text, name);
            append(text, Integer.toString(values.size()));
            values.forEach(value -> append(text, value));
        });
        append(text, Integer.toString(credentials.size()));
        new TreeMap<>(credentials).forEach((name, secret) -> {
            append(text, name);
            append(text, secret.reveal());
        });
        return ApiKey.digest(text.toString());
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }
}
