package io.quotagate.deploy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which environment variables are keys of the gateway's configuration: what its code and Quarkus' declare. */
final class GatewayKeys {

    /** Read one by one, not by an interface. */
    private static final List<String> SINGLE = List.of("quotagate.tenants", "quotagate.tls.client-auth");

    private static final List<Pattern> KNOWN = Stream.of(SINGLE.stream(), ours(), ofQuarkus())
            .flatMap(names -> names)
            .map(GatewayKeys::variable)
            .distinct()
            .toList();

    private GatewayKeys() {}

    static boolean knows(String variable) {
        return KNOWN.stream().anyMatch(known -> known.matcher(variable).matches());
    }

    /** As MicroProfile Config has it; names that the operator chooses may be anything. */
    private static Pattern variable(String key) {
        String name = key.replaceAll("[^A-Za-z0-9*]", "_").toUpperCase(Locale.ROOT);
        return Pattern.compile(name.replace("*", "[A-Z0-9_]+"));
    }

    private static Stream<String> ours() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.quotagate").stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .flatMap(type -> keys(type.getName()));
    }

    private static Stream<String> ofQuarkus() {
        try {
            return Collections.list(
                            GatewayKeys.class.getClassLoader().getResources("META-INF/quarkus-config-roots.list"))
                    .stream()
                    .flatMap(GatewayKeys::lines)
                    .flatMap(GatewayKeys::keys);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<String> lines(URL list) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<String> keys(String name) {
        try {
            Class<?> type = Class.forName(name, false, GatewayKeys.class.getClassLoader());
            return type.isAnnotationPresent(ConfigMapping.class)
                    ? ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream()
                    : Stream.empty();
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
