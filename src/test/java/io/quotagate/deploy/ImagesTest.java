package io.quotagate.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The container images, by their Dockerfiles. */
class ImagesTest {

    private static String text(String name) throws IOException {
        return Files.readString(Path.of("src/main/docker", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native", "Dockerfile.native-micro"})
    void dockerfilesAreSound(String name) throws IOException {
        assertThat(ImageRules.complaints(Dockerfile.read(text(name)))).isEmpty();
    }

    @Test
    void thereAreNoOthers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/docker"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("Dockerfile.jvm", "Dockerfile.native", "Dockerfile.native-micro");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native", "Dockerfile.native-micro"})
    void imagesHaveTheGatewaysVersionAndOneBase(String name) throws IOException {
        Dockerfile dockerfile = Dockerfile.read(text(name));

        assertThat(dockerfile.all("ARG"))
                .contains("VERSION=0.1.0-SNAPSHOT", "BASE=quay.io/quarkus/ubi9-quarkus-micro-image:2.0");
        assertThat(Files.readString(Path.of("pom.xml"))).contains("<version>0.1.0-SNAPSHOT</version>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.jvm", "Dockerfile.native", "Dockerfile.native-micro"})
    void whatIsCopiedIsLetIn(String name) throws IOException {
        List<String> ignored = Files.readAllLines(Path.of(".dockerignore"));
        List<String> copied = Dockerfile.read(text(name)).all("COPY").stream()
                .filter(copy -> !copy.contains("--from="))
                .map(copy -> copy.replaceAll("--\\S+ ", "").split(" ", 2)[0])
                .toList();

        assertThat(ignored).contains("*");
        assertThat(copied).isNotEmpty().allSatisfy(source -> assertThat(ignored).contains("!" + source));
        assertThat(ignored)
                .noneMatch(line -> line.startsWith("!")
                        && FileSystems.getDefault()
                                .getPathMatcher("glob:" + line.substring(1))
                                .matches(Path.of(".env")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            micro-image:2.0                | micro-image                      | a base says no version
            micro-image:2.0                | micro-image:latest               | a base says no version
            USER 10001:10001               | USER root                        | does not run as user
            USER 10001:10001               | USER root                        | built as root
            COPY target                    | COPY --chown=10001:10001 target  | write its own files
            WORKDIR /app                   | RUN dnf -y update                | a package manager
            COPY target                    | ADD target                       | ADD fetches
            EXPOSE 8080 9000               | EXPOSE 8080                      | which ports
            STOPSIGNAL SIGTERM             | STOPSIGNAL SIGKILL               | how it is stopped
            STOPSIGNAL SIGTERM             | HEALTHCHECK CMD curl localhost   | ask for its health
            ["/app/quotagate"]             | /app/quotagate                   | the signal to stop
            ["/app/quotagate"]             | ["/bin/sh", "-c", "/app/quotagate"] | the signal to stop
            WORKDIR /app                   | WORKDIR app                      | does not run in /app
            org.opencontainers.image.source | org.opencontainers.image.url    | a label is missing
            ARG REVISION=unknown           | ARG API_TOKEN=unknown            | a secret would stay
            """)
    void whatIsPlantedIsFound(String sound, String broken, String finding) throws IOException {
        String micro = text("Dockerfile.native-micro");
        assertThat(micro).contains(sound);

        List<String> complaints = ImageRules.complaints(Dockerfile.read(micro.replace(sound, broken)));

        assertThat(complaints).anySatisfy(complaint -> assertThat(complaint).contains(finding));
    }
}
