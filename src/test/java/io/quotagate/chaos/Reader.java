package io.quotagate.chaos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads from all replicas, one wish after the other, and has every answer checked. */
final class Reader implements Runnable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    /** Far more than the deadline of a read, on a machine that does other things too. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long PAUSE_NANOS = 20_000_000;

    private final List<Gateway> gateways;
    private final Wishes wishes;
    private final Random random;
    private final ReportCheck check;
    private final Complaints complaints;
    /** What was shown last, by what was asked, for answers that say that it still holds. */
    private final Map<String, Shown> shown = new HashMap<>();

    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final AtomicLong cutOff = new AtomicLong();
    private volatile boolean done;

    private record Shown(String tag, Set<Said> said) {}

    Reader(long seed, List<Gateway> gateways, Tenancy tenancy, ReportCheck check, Complaints complaints) {
        this.gateways = gateways;
        this.wishes = new Wishes(seed, tenancy);
        this.random = new Random(seed);
        this.check = check;
        this.complaints = complaints;
    }

    void finish() {
        done = true;
    }

    Map<Integer, Long> statuses() {
        return statuses;
    }

    /** How many calls ended without an answer, as the gateway ended. */
    long cutOff() {
        return cutOff.get();
    }

    @Override
    public void run() {
        while (!done) {
            Gateway gateway = gateways.get(random.nextInt(gateways.size()));
            if (gateway.isThere()) {
                wish(gateway, wishes.next());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void wish(Gateway gateway, Wish wish) {
        if (random.nextInt(50) == 0) {
            leave(gateway, wish);
            return;
        }
        String asked = gateway + wish.path();
        boolean plain = wish.shape() == Wish.Shape.REPORT && wish.headers().size() == 1;
        Shown before = plain ? shown.get(asked) : null;
        int epoch = gateway.epoch();
        try {
            Answer answer = send(gateway, wish, before);
            statuses.merge(answer.status(), 1L, Long::sum);
            Set<Said> said = check.check(answer);
            if (answer.status() == 304) {
                check.stillHolds(answer, before == null ? Set.of() : before.said());
            }
            if (plain && answer.status() == 200) {
                shown.put(asked, new Shown(answer.header("ETag"), said));
            }
        } catch (UncheckedIOException broken) {
            cutOff.incrementAndGet();
            boolean stayed = gateway.isThere() && gateway.epoch() == epoch;
            complaints.check(!stayed, "no answer", gateway + " " + wish + " " + broken);
        }
    }

    private static Answer send(Gateway gateway, Wish wish, @Nullable Shown before) {
        URI uri = URI.create("http://127.0.0.1:" + gateway.process().port() + wish.path());
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .method(
                        wish.method(),
                        wish.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(wish.body()));
        wish.headers().forEach(request::header);
        if (before != null) {
            request.header("If-None-Match", before.tag());
        }
        try {
            long sent = System.nanoTime();
            HttpResponse<byte[]> response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    gateway, wish, response.statusCode(), response.headers(), text(response), sent, System.nanoTime());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String text(HttpResponse<byte[]> response) throws IOException {
        boolean packed = response.headers().firstValue("Content-Encoding").isPresent();
        byte[] bytes = packed
                ? new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes()
                : response.body();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Asks and goes away. */
    private void leave(Gateway gateway, Wish wish) {
        StringBuilder text = new StringBuilder("GET " + wish.path() + " HTTP/1.1\r\nHost: gateway\r\n");
        wish.headers()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        try (Socket socket = new Socket("127.0.0.1", gateway.process().port())) {
            socket.getOutputStream().write(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            cutOff.incrementAndGet();
        }
    }
}
