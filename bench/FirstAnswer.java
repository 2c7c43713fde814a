import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Starts programs in turns, each so many times, and times each from its start to its first correct answer: the whole report
 * of the sandbox. Then waits a moment and looks at what it holds in memory. Prints the rows of a Markdown table.
 *
 * <p>Arguments: port, rounds, and for each program its name and its command, as one argument each.
 */
final class FirstAnswer {

    private static final String REQUEST =
            "GET %s HTTP/1.1\r\nHost: localhost\r\nX-API-Key: sandbox\r\nConnection: close\r\n\r\n";

    private record Start(double listening, double answer, long rssKib, long cpuMillis) {}

    private FirstAnswer() {}

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int at = 2; at < args.length; at += 2) {
                starts.computeIfAbsent(args[at], name -> new ArrayList<>()).add(start(args[at + 1], port));
            }
        }
        System.out.println("| | first answer (providers), ms: quickest / median | first report, ms: quickest / median"
                + " | processor time until then, ms | RSS idle, MiB |");
        System.out.println("|---|---|---|---|---|");
        starts.forEach((name, all) -> System.out.printf(
                "| %s | %.0f / %.0f | %.0f / %.0f | %d | %.0f |%n",
                name,
                all.stream().mapToDouble(Start::listening).min().orElseThrow(),
                median(all.stream().mapToDouble(Start::listening).toArray()),
                all.stream().mapToDouble(Start::answer).min().orElseThrow(),
                median(all.stream().mapToDouble(Start::answer).toArray()),
                (long) median(all.stream().mapToDouble(Start::cpuMillis).toArray()),
                median(all.stream().mapToDouble(Start::rssKib).toArray()) / 1024));
    }

    private static Start start(String command, int port) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.split(" +"))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(port + 1000));
        long begin = System.nanoTime();
        Process process = builder.start();
        try {
            until(process, port, "/v1/providers", "\"providers\"");
            long listening = System.nanoTime();
            until(process, port, "/v1/tenants/sandbox/quotas", "\"complete\":true");
            long answered = System.nanoTime();
            long cpu = process.info().totalCpuDuration().orElseThrow().toMillis();
            Thread.sleep(3_000);
            return new Start((listening - begin) / 1e6, (answered - begin) / 1e6, rss(process), cpu);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void until(Process process, int port, String path, String expected) throws InterruptedException {
        while (!ask(port, path).contains(expected)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended");
            }
            Thread.sleep(1);
        }
    }

    private static String ask(int port, String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            socket.getOutputStream().write(REQUEST.formatted(path).getBytes(StandardCharsets.US_ASCII));
            InputStream in = Objects.requireNonNull(socket.getInputStream());
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200 ") ? answer : "";
        } catch (IOException notYet) {
            return "";
        }
    }

    private static long rss(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
