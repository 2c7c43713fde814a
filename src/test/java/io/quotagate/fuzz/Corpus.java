package io.quotagate.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The committed inputs of a fuzzer, where Jazzer looks for them too. */
final class Corpus {

    private Corpus() {}

    /** In the order of their names. */
    static List<byte[]> of(Class<?> fuzz) {
        URL folder = Objects.requireNonNull(fuzz.getResource(fuzz.getSimpleName() + "Inputs/inputs"));
        try (Stream<Path> files = Files.list(Path.of(new URI(folder.toString())))) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
