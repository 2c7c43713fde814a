package io.quotagate.provider;

import io.opentelemetry.api.trace.TracerProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Connections as tests need them; each has a definition of its own, so that no session is shared by accident. */
public final class TestConnections {

    private static final AtomicInteger DEFINITIONS = new AtomicInteger();

    private TestConnections() {}

    /** Far enough away for a vendor that answers. */
    public static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(4), System::nanoTime);
    }

    /** Where nobody collects them. */
    public static Spans nobodysSpans() {
        return new Spans(TracerProvider.noop().get("tests"), true);
    }

    public static Connection connection(
            String provider, String url, Map<String, List<String>> settings, Map<String, String> credentials) {
        return connection("acme", "main", provider, url, settings, credentials);
    }

    public static Connection connection(
            String tenant,
            String id,
            String provider,
            String url,
            Map<String, List<String>> settings,
            Map<String, String> credentials) {
        return new Connection(
                new ConnectionKey(tenant, id, "v" + DEFINITIONS.incrementAndGet()),
                provider,
                new Endpoint(URI.create(url), Optional.empty(), Optional.empty(), Endpoint.Reach.GUARDED),
                Duration.ofSeconds(60),
                Duration.ofHours(24),
                Connection.Refresh.ON_DEMAND,
                settings,
                credentials.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Credential.of(entry.getValue()))));
    }
}
