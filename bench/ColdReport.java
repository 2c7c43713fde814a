import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Times cold reports beside bare calls to the slowest vendor, in turns and in one run. Each reader has a tenant of its
 * own and a connection that is kept; snapshots live a millisecond, so that every read asks all vendors.
 *
 * <p>Run by {@code bench/cold}; needs nothing but a JDK.
 */
class ColdReport {

    private static final int ROUNDS = 3;
    private static final int WARM_UP_READS_EACH = 150;
    private static final int READS_EACH = 60;
    private static final int PACED_READS_EACH = 12;

    public static void main(String[] args) throws Exception {
        int gateway = Integer.parseInt(args[0]);
        int vendors = Integer.parseInt(args[1]);
        double latencyMillis = Double.parseDouble(args[2]);
        int tenants = Integer.parseInt(args[3]);
        System.out.println("| concurrent tenants | vendor alone p50 / p99 ms | report p50 / p99 ms | report over the vendor's "
                + (int) latencyMillis + " ms, p50 / p99 | report ÷ vendor alone, p50 / p99 |");
        System.out.println("|---|---|---|---|---|");
        run(gateway, tenants, WARM_UP_READS_EACH, 0, ColdReport::report);
        for (Load load : List.of(new Load(1, 0), new Load(tenants, 500), new Load(tenants, 0))) {
            int concurrency = load.readers();
            int pause = load.pauseMillis();
            int each = pause == 0 ? READS_EACH : PACED_READS_EACH;
            List<Long> bare = new ArrayList<>();
            List<Long> reports = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                bare.addAll(run(vendors, concurrency, each, pause, tenant -> vendorCall()));
                reports.addAll(run(gateway, concurrency, each, pause, ColdReport::report));
            }
            double bare50 = percentile(bare, 50);
            double bare99 = percentile(bare, 99);
            double report50 = percentile(reports, 50);
            double report99 = percentile(reports, 99);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.1f / %.1f | %.1f / %.1f | +%.1f / +%.1f | %.2f / %.2f |%n",
                    load,
                    bare50,
                    bare99,
                    report50,
                    report99,
                    report50 - latencyMillis,
                    report99 - latencyMillis,
                    report50 / bare50,
                    report99 / bare99);
        }
    }

    /** So that a reader that waits for ever does not keep a failed run alive. */
    private static Thread daemon(Runnable reader) {
        Thread thread = new Thread(reader);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * How many read at once.
     *
     * @param pauseMillis mean pause of each reader between two reads; 0 for as fast as it can
     */
    private record Load(int readers, int pauseMillis) {

        @Override
        public String toString() {
            return readers + (pauseMillis == 0 ? ", without a pause" : ", every " + pauseMillis + " ms each");
        }
    }

    private interface Call {
        String request(int tenant);
    }

    private static String report(int tenant) {
        return "GET /v1/tenants/t" + tenant + "/quotas?require=all HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: k" + tenant + "\r\n\r\n";
    }

    /** KooDrive in token mode: one call, no signature, so that next to nothing but the vendor's own time is in it. */
    private static String vendorCall() {
        return "GET /sandbox/koodrive/koodrive/ose/v1/service/quotaUsed HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Authorization: Bearer " + System.getProperty("token") + "\r\n\r\n";
    }

    private static List<Long> run(int port, int concurrency, int each, int pauseMillis, Call call) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(concurrency, ColdReport::daemon);
        List<Future<List<Long>>> results = new ArrayList<>();
        for (int reader = 0; reader < concurrency; reader++) {
            int tenant = reader;
            results.add(readers.submit(() -> read(port, call.request(tenant), each, pauseMillis)));
        }
        List<Long> nanos = new ArrayList<>();
        for (Future<List<Long>> result : results) {
            nanos.addAll(result.get());
        }
        readers.shutdown();
        return nanos;
    }

    private static List<Long> read(int port, String request, int times, int pauseMillis) throws Exception {
        List<Long> nanos = new ArrayList<>(times);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
            OutputStream out = socket.getOutputStream();
            byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
            for (int read = 0; read < times; read++) {
                if (pauseMillis > 0) {
                    Thread.sleep(ThreadLocalRandom.current().nextInt(2 * pauseMillis));
                }
                long start = System.nanoTime();
                out.write(bytes);
                out.flush();
                skipAnswer(in);
                nanos.add(System.nanoTime() - start);
            }
        }
        return nanos;
    }

    /** Reads one answer to its end; anything but 200 ends the run, since its time would mean nothing. */
    private static void skipAnswer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("expected 200, got: " + status);
        }
        long length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        if (length >= 0) {
            in.skipNBytes(length);
            return;
        }
        for (int chunk = chunk(in); chunk > 0; chunk = chunk(in)) {
            in.skipNBytes(chunk + 2L);
        }
        in.skipNBytes(2);
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the answer ended early");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static double percentile(List<Long> nanos, int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        int index = (int) Math.ceil(percent / 100.0 * sorted.length) - 1;
        return sorted[Math.max(0, index)] / 1_000_000.0;
    }
}
