package io.quotagate.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;

/** The wall clock of one gateway, which is set while it runs; remembers when it was. */
final class SteppedClock {

    /** Until a process has surely seen it. */
    private static final long SEEN_NANOS = 1_000_000_000;

    private final Path file;
    private final Path agent;
    private final List<Step> steps = new ArrayList<>();

    private record Step(long nanos, long offsetMillis) {}

    SteppedClock(Path folder) {
        try {
            file = Files.createTempFile(folder, "clock", ".offset");
            agent = Files.createTempFile(folder, "clock", ".jar");
            pack();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        set(Duration.ZERO);
    }

    private void pack() throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Premain-Class", ClockAgent.class.getName());
        main.putValue("Can-Redefine-Classes", "true");
        main.putValue("Class-Path", whereIs(ByteBuddy.class));
        try (OutputStream out = Files.newOutputStream(agent);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            Path classes = Path.of(URI.create(whereIs(ClockAgent.class)));
            String start = ClockAgent.class.getName().replace('.', '/');
            try (Stream<Path> all = Files.walk(classes)) {
                for (Path each : all.filter(Files::isRegularFile).toList()) {
                    String name = classes.relativize(each).toString().replace('\\', '/');
                    if (name.startsWith(start)) {
                        jar.putNextEntry(new JarEntry(name));
                        Files.copy(each, jar);
                    }
                }
            }
        }
    }

    private static String whereIs(Class<?> type) {
        try {
            return type.getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a process needs to follow it. */
    String argument() {
        return "-javaagent:" + agent + "=" + file;
    }

    /** @param offset to the true time */
    void set(Duration offset) {
        synchronized (steps) {
            steps.add(new Step(System.nanoTime(), offset.toMillis()));
        }
        try {
            Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), offset.toMillis() + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** All offsets that it may have had from that moment on. */
    Stream<Long> offsetsSince(long nanos) {
        synchronized (steps) {
            int first = 0;
            for (int step = 0; step < steps.size(); step++) {
                if (steps.get(step).nanos() + SEEN_NANOS < nanos) {
                    first = step;
                }
            }
            return List.copyOf(steps.subList(first, steps.size())).stream().map(Step::offsetMillis);
        }
    }
}
