package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What was packaged, the jar or a native executable, in a process of its own. */
public final class PackagedGateway implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port = freePort();
    private final int managementPort = freePort();
    private final Path log;
    private final Process process;

    private PackagedGateway(Path folder, Map<String, String> environment, String heap, String... more)
            throws IOException {
        log = Files.createTempFile(folder, "gateway", ".log");
        ProcessBuilder builder = new ProcessBuilder(command(heap, more))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(folder.toFile());
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    /**
     * What starts one.
     *
     * @param heap as {@code java -Xmx} takes it, and native executables do
     * @param more arguments for {@code java}; of a native executable those alone that set a property
     */
    static List<String> command(String heap, String... more) {
        List<String> command = new ArrayList<>();
        String executable = System.getProperty("native.image.path");
        if (executable == null) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("-Xmx" + heap);
            command.addAll(List.of(more));
            command.addAll(List.of("-jar", System.getProperty("quotagate.jar")));
        } else {
            command.add(executable);
            command.add("-Xmx" + heap);
            Stream.of(more).filter(argument -> argument.startsWith("-D")).forEach(command::add);
        }
        return command;
    }

    static PackagedGateway start(Path folder, Map<String, String> environment) {
        return start(folder, environment, "128m");
    }

    /**
     * Starts one.
     *
     * @param heap as {@code java -Xmx} takes it
     * @param more arguments for {@code java}, see {@link #command}
     */
    public static PackagedGateway start(Path folder, Map<String, String> environment, String heap, String... more) {
        try {
            return new PackagedGateway(folder, environment, heap, more);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Below those that the system gives to callers, so that hardly anybody takes it before the process does. */
    static int freePort() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return free.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
        throw new IllegalStateException("no free port");
    }

    @CanIgnoreReturnValue
    public PackagedGateway awaitReady() {
        Patience.until(
                Duration.ofSeconds(60), "it is ready", () -> status("/health/ready") == 200 || !process.isAlive());
        assertThat(process.isAlive()).as(() -> String.join("\n", log())).isTrue();
        return this;
    }

    /** @param path of the management; 0 where it cannot be asked */
    int status(String path) {
        try {
            return manage(path).statusCode();
        } catch (UncheckedIOException notYet) {
            return 0;
        }
    }

    public HttpResponse<String> manage(String path) {
        return get(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path)));
    }

    /**
     * Reads.
     *
     * @param key of a caller
     * @param headers names and values, in turns
     */
    @CanIgnoreReturnValue
    public HttpResponse<String> read(String path, String key, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-API-Key", key);
        return get(headers.length == 0 ? request : request.headers(headers));
    }

    private static HttpResponse<String> get(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException down) {
            throw new UncheckedIOException(down);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /**
     * Where it ends by itself.
     *
     * @return its exit code
     */
    @CanIgnoreReturnValue
    int awaitEnd() {
        return process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue();
    }

    /** As kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As an operator does, or Kubernetes: by SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** The same, and waits until it has ended. */
    public void stop() {
        terminate();
        assertThat(process.onExit().orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(process);
    }

    @Override
    public void close() {
        kill();
    }
}
