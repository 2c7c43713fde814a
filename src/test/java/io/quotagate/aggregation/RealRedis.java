package io.quotagate.aggregation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.embedded.core.ExecutableProvider;

/** A Redis process on this machine that a test kills, halts and starts again; it keeps nothing on disk. */
public final class RealRedis implements AutoCloseable {

    private static final String EXECUTABLE = executable();

    private static final int SLOTS = 16_384;
    private static final int SLOTS_AT_ONCE = 1_024;

    private final int port = freePort();
    private final List<String> arguments;
    private Process process;

    private RealRedis(List<String> arguments) {
        this.arguments = arguments;
        process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    public static RealRedis start() {
        return new RealRedis(List.of());
    }

    /** Nodes of one cluster, each with its share of the slots. */
    static List<RealRedis> startCluster(int size, Path folder) {
        List<RealRedis> nodes = IntStream.range(0, size)
                .mapToObj(node -> new RealRedis(List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-config-file",
                        folder.resolve("node" + node).toString())))
                .toList();
        for (int slot = 0; slot < SLOTS; slot += SLOTS_AT_ONCE) {
            String some = IntStream.range(slot, slot + SLOTS_AT_ONCE)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            nodes.get(slot / SLOTS_AT_ONCE % size).ask("CLUSTER ADDSLOTS " + some);
        }
        nodes.forEach(node -> node.ask("CLUSTER MEET 127.0.0.1 " + nodes.get(0).port));
        Patience.until(
                Duration.ofSeconds(20),
                "the cluster is one",
                () -> nodes.stream()
                        .allMatch(node -> node.tells("CLUSTER INFO").contains("cluster_state:ok")
                                && node.tells("CLUSTER INFO").contains("cluster_known_nodes:" + size)));
        return nodes;
    }

    private static String executable() {
        try {
            return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int free = socket.getLocalPort();
            // Nodes of a cluster take another port, 10,000 above.
            return free < 55_000 ? free : free - 10_000;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    private Process launch() {
        try {
            List<String> command = new ArrayList<>(List.of(
                    EXECUTABLE,
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--save",
                    "",
                    "--appendonly",
                    "no"));
            command.addAll(arguments);
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Patience.until("Redis answers", () -> ask("PING").equals("+PONG"));
            return started;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** The first line of the answer; empty where there is none. */
    @CanIgnoreReturnValue
    public String ask(String command) {
        return tells(command).lines().findFirst().orElse("");
    }

    /** The whole answer; empty where there is none. */
    private String tells(String command) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (IOException down) {
            return "";
        }
    }

    /** As kill -9 does: no good-bye, and nothing is kept. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** On the same port as before. */
    public void startAgain() {
        process = launch();
    }

    /** It keeps its connections and answers nobody. */
    public void halt() {
        signal("-STOP");
    }

    public void goOn() {
        signal("-CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
