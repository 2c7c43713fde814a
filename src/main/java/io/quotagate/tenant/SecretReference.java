package io.quotagate.tenant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value of the tenants file that stands elsewhere: {@code ${ENV_NAME}} or {@code ${file:/path}}. */
final class SecretReference {

    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern FILE = Pattern.compile("\\$\\{file:(.+)}");

    private final Function<String, Optional<String>> environment;

    SecretReference(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /**
     * Where the text is to be read from; the text itself where it is no reference.
     *
     * @throws IllegalArgumentException says which reference leads nowhere
     */
    Supplier<String> resolve(String text) {
        Matcher variable = ENVIRONMENT.matcher(text);
        if (variable.matches()) {
            String value = environment
                    .apply(variable.group(1))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "refers to the environment variable " + variable.group(1) + ", which is not set"));
            return () -> value;
        }
        Matcher file = FILE.matcher(text);
        if (file.matches()) {
            Path path = path(file.group(1));
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException("refers to the file " + path + ", which cannot be read");
            }
            return () -> read(path);
        }
        if (text.startsWith("${")) {
            throw new IllegalArgumentException("must be written as ${ENV_NAME} or ${file:/path}");
        }
        return () -> text;
    }

    private static Path path(String name) {
        if (name.chars().noneMatch(Character::isISOControl)) {
            try {
                return Path.of(name);
            } catch (InvalidPathException impossible) {
                // Complained of below; its own words would repeat what it could not read.
            }
        }
        throw new IllegalArgumentException("refers to a file of an impossible name");
    }

    /** Without the line break that editors and mounts leave at the end. */
    private static String read(Path path) {
        try {
            return Files.readString(path).stripTrailing();
        } catch (IOException gone) {
            throw new UncheckedIOException("a referenced file cannot be read", gone);
        }
    }
}
