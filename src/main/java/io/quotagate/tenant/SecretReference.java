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

/**
 * A value of the tenants file that stands elsewhere: {@code ${ENV_NAME}}, {@code ${file:/path}} or
 * {@code ${config:name}}. A file and a property are looked up each time, so that a rotated secret is found.
 */
final class SecretReference {

    private static final Pattern ENVIRONMENT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern FILE = Pattern.compile("\\$\\{file:(.+)}");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{config:([^\\p{Cc}\\s{}$]+)}");

    private final Function<String, Optional<String>> environment;
    private final Function<String, Optional<String>> properties;

    /** @param properties of the gateway's configuration, decrypted; fails where one cannot be */
    SecretReference(Function<String, Optional<String>> environment, Function<String, Optional<String>> properties) {
        this.environment = environment;
        this.properties = properties;
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
        Matcher property = PROPERTY.matcher(text);
        if (property.matches()) {
            String name = property.group(1);
            if (property(name).isEmpty()) {
                throw new IllegalArgumentException(
                        "refers to the configuration property " + name + ", which is not set");
            }
            return () -> property(name).orElseThrow(() -> new IllegalStateException("no such property any more"));
        }
        if (text.startsWith("${")) {
            throw new IllegalArgumentException("must be written as ${ENV_NAME}, ${file:/path} or ${config:name}");
        }
        return () -> text;
    }

    /** What a configuration source or a cipher says of a value that it cannot read may quote the value. */
    @SuppressWarnings("UnusedException") // Says more than may be told.
    private Optional<String> property(String name) {
        try {
            return properties.apply(name);
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException("refers to the configuration property " + name
                    + ", which cannot be read; if it is encrypted, its key or its text is wrong");
        }
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
