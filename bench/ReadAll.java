import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads each tenant once, so that all of them are cached, and says how long that took. Stops at an incomplete report. */
class ReadAll {

    private static final int READERS = 32;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final AtomicInteger next;
    private final int end;

    private ReadAll(int port, int first, int end) {
        this.base = "http://127.0.0.1:" + port + "/v1/tenants/t";
        this.next = new AtomicInteger(first);
        this.end = end;
    }

    public static void main(String[] args) throws Exception {
        int first = Integer.parseInt(args[1]);
        int end = Integer.parseInt(args[2]);
        long start = System.nanoTime();
        new ReadAll(Integer.parseInt(args[0]), first, end).run();
        System.err.printf(
                Locale.ROOT, "read %d tenants once in %.0f s%n", end - first, (System.nanoTime() - start) / 1e9);
    }

    /** So that the others do not go on when one has found something wrong. */
    private static Thread daemon(Runnable reader) {
        Thread thread = new Thread(reader);
        thread.setDaemon(true);
        return thread;
    }

    private void run() throws InterruptedException, ExecutionException {
        ExecutorService readers = Executors.newFixedThreadPool(READERS, ReadAll::daemon);
        List<Future<?>> ends = new ArrayList<>();
        for (int reader = 0; reader < READERS; reader++) {
            ends.add(readers.submit(() -> {
                for (int tenant = next.getAndIncrement(); tenant < end; tenant = next.getAndIncrement()) {
                    read(tenant);
                }
                return null;
            }));
        }
        for (Future<?> reader : ends) {
            reader.get();
        }
    }

    private void read(int tenant) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + tenant + "/quotas"))
                .header("X-API-Key", "k" + tenant)
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200 || !answer.body().contains("\"complete\":true")) {
            String start = answer.body().substring(0, Math.min(300, answer.body().length()));
            throw new IllegalStateException("t" + tenant + " answered " + answer.statusCode() + ": " + start);
        }
    }
}
