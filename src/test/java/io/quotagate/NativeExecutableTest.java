package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What a native executable would not find, as it is looked for by name. */
@QuarkusTest
class NativeExecutableTest {

    private static final String METADATA = "META-INF/native-image/io.quotagate/quotagate/reachability-metadata.json";
    private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.";

    private static Set<String> known() throws IOException {
        ClassLoader loader = NativeExecutableTest.class.getClassLoader();
        try (InputStream file = Objects.requireNonNull(loader.getResourceAsStream(METADATA))) {
            JsonNode types = new ObjectMapper().readTree(file).path("reflection");
            return StreamSupport.stream(types.spliterator(), false)
                    .map(type -> type.path("type").asText())
                    .collect(Collectors.toSet());
        }
    }

    /** Those of its classes that Caffeine has made caches, or entries of them, from so far. */
    private static Set<String> made(String factory) throws ReflectiveOperationException {
        Field factories = Class.forName(CAFFEINE + factory, true, Caffeine.class.getClassLoader())
                .getDeclaredField("FACTORIES");
        factories.setAccessible(true);
        return ((Map<?, ?>) factories.get(null))
                .keySet().stream().map(name -> CAFFEINE + name).collect(Collectors.toSet());
    }

    @Test
    void everyKindOfCacheThatThereIsIsKnownByName() throws Exception {
        given().header("X-API-Key", "sandbox")
                .get("/v1/tenants/sandbox/quotas")
                .then()
                .statusCode(200);

        assertThat(made("LocalCacheFactory")).hasSizeGreaterThan(3).isSubsetOf(known());
        assertThat(made("NodeFactory")).hasSizeGreaterThan(2).isSubsetOf(known());
        assertThat(known()).allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
    }
}
