package io.quotagate.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events as the HTML standard says, on a thread of its own. */
final class EventClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger comments = new AtomicInteger();
    private volatile @Nullable String retry;
    private volatile boolean ended;
    private volatile boolean broken;

    record Event(String type, String id, JsonNode data) {}

    private EventClient(HttpResponse<InputStream> response) {
        this.response = response;
    }

    /** @param headers name and value in turns */
    static EventClient of(HttpClient.Version version, URI uri, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .version(version)
                .header("Accept", "text/event-stream")
                .headers(headers)
                .build();
        EventClient client = new EventClient(HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream()));
        Thread reader = new Thread(client::read, "events");
        reader.setDaemon(true);
        reader.start();
        return client;
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String type = "message";
            String id = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(type, id, json(data)));
                    }
                    type = "message";
                    data = "";
                } else if (line.startsWith(":")) {
                    comments.incrementAndGet();
                } else {
                    String[] field = line.split(": ", 2);
                    switch (field[0]) {
                        case "event" -> type = field[1];
                        case "id" -> id = field[1];
                        case "data" -> data = field[1];
                        case "retry" -> retry = field[1];
                        default -> throw new AssertionError(line);
                    }
                }
            }
        } catch (IOException cut) {
            broken = true;
        } finally {
            ended = true;
        }
    }

    private static JsonNode json(String data) {
        try {
            return JSON.readTree(data);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    List<Event> events() {
        return events;
    }

    List<Event> events(String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    /** Waits for so many events of that type, and returns the last of them. */
    @CanIgnoreReturnValue
    Event next(String type, int number) {
        Patience.until(number + " events " + type, () -> events(type).size() >= number);
        return events(type).get(number - 1);
    }

    int comments() {
        return comments.get();
    }

    @Nullable
    String retry() {
        return retry;
    }

    /** True where the server has ended the stream as a stream ends. */
    boolean isEnded() {
        return ended && !broken;
    }

    boolean isOver() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
