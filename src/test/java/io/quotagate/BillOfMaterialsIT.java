package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The SBOM beside the packaged gateway says what is in it. */
@Tag("jvm") // Looks into the jar.
class BillOfMaterialsIT {

    private static final Path JAR = Path.of(System.getProperty("quotagate.jar"));

    /** Quarkus takes the services out that would find exporters of their own: by its name, since its digest is not the published one. */
    private static final String THINNED = "io.opentelemetry.opentelemetry-exporter-otlp-";

    private static JsonNode bom() throws IOException {
        return new ObjectMapper()
                .readTree(
                        JAR.resolveSibling("../quotagate-sbom.json").normalize().toFile());
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(JAR.resolveSibling("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void everyJarOfTheGatewayIsListedByItsDigest() throws IOException {
        Set<String> listed = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (JsonNode component : bom().path("components")) {
            component
                    .path("hashes")
                    .forEach(hash -> listed.add(hash.path("content").asText()));
            names.add(component.path("group").asText() + "."
                    + component.path("name").asText() + "-"
                    + component.path("version").asText() + ".jar");
        }

        assertThat(jars()).hasSizeGreaterThan(100).allMatch(jar -> {
            String name = jar.getFileName().toString();
            return name.startsWith(THINNED) ? names.contains(name) : listed.contains(sha256(jar));
        });
    }

    @Test
    void itIsCycloneDxAndNothingOfTheTestsIsInIt() throws IOException {
        JsonNode bom = bom();

        assertThat(bom.path("bomFormat").asText() + " "
                        + bom.path("specVersion").asText())
                .isEqualTo("CycloneDX 1.6");
        assertThat(bom.path("metadata").path("component").path("name").asText()).isEqualTo("quotagate");
        assertThat(bom.path("components")).allSatisfy(component -> {
            assertThat(component.path("purl").asText()).startsWith("pkg:maven/");
            assertThat(component.path("name").asText()).isNotIn("assertj-core", "junit-jupiter", "archunit");
        });
    }
}
