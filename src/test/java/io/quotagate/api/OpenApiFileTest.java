package io.quotagate.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiFileTest {

    @Test
    void committedDocumentIsTheOneThatIsServed() throws IOException {
        String served = given().accept("application/yaml").get("/openapi").asString();

        String committed = Files.readString(Path.of("openapi.yaml"));

        assertThat(committed)
                .as("openapi.yaml is out of date; ./mvnw package -DskipTests writes it anew")
                .isEqualTo(served);
    }
}
