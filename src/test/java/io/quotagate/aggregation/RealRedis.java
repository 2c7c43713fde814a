package io.quotagate.aggregation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
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

    private final int port;
    private final List<String> arguments;
    private Process process;

    private RealRedis(int port, List<String> arguments) {
        this.port = port;
        this.arguments = arguments;
        process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    public static RealRedis start() {
        return keeping(List.of());
    }

    private static RealRedis keeping(List<String> more) {
        int port = freePort();
        List<String> arguments = new ArrayList<>(
                List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
        // A follower is given a file with what there is to follow.
        arguments.addAll(List.of("--dir", "target"));
        arguments.addAll(more);
        return new RealRedis(port, arguments);
    }

    /** One that follows this one, and may take its place. */
    RealRedis startFollower() {
        RealRedis follower = keeping(List.of("--replicaof", "127.0.0.1", Integer.toString(port)));
        Patience.until("it follows", () -> follower.tells("INFO replication").contains("master_link_status:up"));
        return follower;
    }

    /** A sentinel that watches this one under that name, and lets a follower take its place half a second after its end. */
    RealRedis startSentinel(String name, Path folder) throws IOException {
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                sentinel monitor %s 127.0.0.1 %d 1
                sentinel down-after-milliseconds %2$s 500
                sentinel failover-timeout %2$s 2000
                """.formatted(port, name, this.port));
        RealRedis sentinel = new RealRedis(port, List.of(configuration.toString(), "--sentinel"));
        Patience.until(
                "it knows a follower", () -> sentinel.tells("INFO sentinel").contains("slaves=1"));
        return sentinel;
    }

    /** Nodes of one cluster, each with its share of the slots. */
    static List<RealRedis> startCluster(int size, Path folder) {
        List<RealRedis> nodes = IntStream.range(0, size)
                .mapToObj(node -> keeping(List.of(
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

    /** One that is free together with the one 10,000 above it, which a node of a cluster takes too. */
    private static int freePort() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int free = port(0);
            if (free > 0 && free < 55_000 && port(free + 10_000) > 0) {
                return free;
            }
        }
        throw new IllegalStateException("no free port");
    }

    /** @return a port that was free, 0 where that one is not */
    private static int port(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    private Process launch() {
        try {
            List<String> command = new ArrayList<>(List.of(EXECUTABLE));
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
