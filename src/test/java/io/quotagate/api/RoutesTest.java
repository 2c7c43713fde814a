package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is not in the document would be covered by no test that is made from it. */
class RoutesTest {

    @Test
    void everyRouteUnderTheApiIsInTheDocument() throws IOException {
        List<String> documented = Operation.all(document()).stream()
                .map(Operation::toString)
                .filter(operation -> !operation.startsWith("HEAD "))
                .toList();

        List<String> routes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.quotagate").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(RoutesTest::routes)
                        .filter(route -> route.contains(" /v1"))
                        .toList();

        assertThat(routes).hasSizeGreaterThan(4).containsExactlyInAnyOrderElementsOf(documented);
    }

    private static JsonNode document() throws IOException {
        String yaml = Files.readString(java.nio.file.Path.of("openapi.yaml"));
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new ObjectMapper().valueToTree(document);
    }

    private static Stream<String> routes(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotations())
                        .flatMap(annotation ->
                                Optional.ofNullable(annotation.annotationType().getAnnotation(HttpMethod.class))
                                        .stream())
                        .map(verb -> verb.value() + " " + path(resource, method)));
    }

    /** Without the patterns that parameters must match. */
    private static String path(Class<?> resource, Method method) {
        String own = Optional.ofNullable(method.getAnnotation(Path.class))
                .map(Path::value)
                .orElse("");
        String path = resource.getAnnotation(Path.class).value() + "/" + own;
        return path.replaceAll("//+", "/").replaceAll("\\s*:[^}]*}", "}").replaceAll("(?<=.)/$", "");
    }
}
