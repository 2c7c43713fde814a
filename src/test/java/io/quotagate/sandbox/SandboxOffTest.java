package io.quotagate.sandbox;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SandboxOffTest.Off.class)
class SandboxOffTest {

    public static class Off implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quotagate.tenants", "src/test/resources/tenants.yaml");
        }
    }

    @Test
    void nothingOfTheSandboxAnswersWhereItIsOff() {
        given().get("/sandbox/koodrive/koodrive/ose/v1/service").then().statusCode(404);
        given().header("X-API-Key", "sandbox")
                .get("/sandbox/koodrive/faults")
                .then()
                .statusCode(404);
    }
}
