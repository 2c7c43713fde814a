package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quotagate.provider.Patience;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Everything at least once against what is packaged, the jar or the native executable: in the one, classes, files or
 * algorithms may be missing that the other finds by name. What wants a Redis, an issuer or certificates is in the other
 * integration tests, which run against both too.
 */
@QuarkusIntegrationTest
@QuarkusTestResource(value = EveryFeatureIT.Gateway.class, restrictToAnnotatedClass = true)
class EveryFeatureIT {

    private static final String DIGEST = "8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a";

    /** Every vendor by every way of authentication; the simulated ones check what the real ones would. */
    private static final String TENANTS = """
            tenants:
              - id: acme
                keys: [{ id: ci, sha256: %2$s, scopes: [quota:read, quota:refresh], limit: 1000/PT1S }]
                connections:
                  - id: drive-app
                    provider: koodrive
                    baseUrl: http://127.0.0.1:%1$d/sandbox/koodrive
                    credentials: { appId: sandbox-app, appSecret: sandbox-app-secret, userId: "1505084218764547200" }
                  - id: drive-token
                    provider: koodrive
                    baseUrl: http://127.0.0.1:%1$d/sandbox/koodrive
                    credentials: { accessToken: sandbox-access-token }
                  - id: media-secret
                    provider: tencent-smh
                    baseUrl: http://127.0.0.1:%1$d/sandbox/tencent-smh
                    settings: { libraryId: smh04fzo07fdq61b, spaceIds: [space04fzo07fdq61b] }
                    credentials: { librarySecret: sandbox-library-secret }
                  - id: objects
                    provider: ucloud-ufile
                    baseUrl: http://127.0.0.1:%1$d/sandbox/ucloud-ufile
                    settings: { regions: [cn-bj2], projectId: org-xxx }
                    credentials: { publicKey: ucloudsomeone@example.com1296235120854146120, privateKey: 46f09bb9fab4f12dfc160dae12273d5332b5debe }
                  - id: vms-account
                    provider: zstack
                    baseUrl: http://127.0.0.1:%1$d/sandbox/zstack
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a }
                    credentials: { accountName: admin, password: password }
                  - id: vms-iam2
                    provider: zstack
                    baseUrl: http://127.0.0.1:%1$d/sandbox/zstack
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a, login: iam2 }
                    credentials: { accountName: reader, password: sandbox-iam2-password }
                  - id: vms-key
                    provider: zstack
                    baseUrl: http://127.0.0.1:%1$d/sandbox/zstack
                    settings: { organizationUuid: 9636f37046a63657b26cb28ed8cbc38a }
                    credentials: { accessKeyId: Sandb0xAccessKeyId00, accessKeySecret: sandbox-access-key-secret }
            """;

    /** Where it runs is known once it does; its tenants are written then, and re-read. */
    public static final class Gateway implements QuarkusTestResourceLifecycleManager {

        private static Path tenants = Path.of("");
        private static int management;

        @Override
        public Map<String, String> start() {
            try {
                tenants = Files.createTempFile("tenants", ".yaml");
                Files.writeString(tenants, "tenants: []\n");
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
            management = PackagedGateway.freePort();
            return Map.of(
                    "quotagate.tenants", tenants.toString(),
                    "quotagate.sandbox.enabled", "true",
                    "quotagate.egress.allow", "127.0.0.1",
                    "quarkus.http.host", "127.0.0.1",
                    "quarkus.management.port", Integer.toString(management));
        }

        @Override
        public void stop() {
            try {
                Files.deleteIfExists(tenants);
            } catch (IOException open) {
                throw new UncheckedIOException(open);
            }
        }
    }

    private static RequestSpecification caller() {
        return given().header("X-API-Key", "k");
    }

    @BeforeEach
    void awaitTenant() throws IOException {
        if (Files.readString(Gateway.tenants).startsWith("tenants: []")) {
            Files.writeString(Gateway.tenants, TENANTS.formatted(RestAssured.port, DIGEST));
        }
        Patience.until(
                Duration.ofSeconds(20),
                "the tenants are in force",
                () -> caller().get("/v1/tenants").statusCode() == 200);
    }

    @Test
    void everyVendorIsAskedByEveryAuthentication() {
        caller().get("/v1/tenants/acme/quotas?view=full")
                .then()
                .statusCode(200)
                .body("sources.status", everyItem(equalTo("ok")))
                .body("sources", hasSize(7))
                .body("complete", equalTo(true));
    }

    @Test
    void tokenOfALibraryIsTakenToo() {
        String token = given().get("/sandbox/tencent-smh/api/v1/token?library_id=smh04fzo07fdq61b&library_secret="
                        + "sandbox-library-secret&grant=admin")
                .path("accessToken");

        assertThat(token).isNotEmpty();
    }

    @Test
    void reportComesInEveryForm() {
        caller().get("/v1/tenants/acme/quotas").then().statusCode(200);

        caller().accept("text/csv")
                .get("/v1/tenants/acme/quotas")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .body(startsWith("id,connection,provider,metric"), containsString("drive-app:users:organization"));
        caller().accept("application/openmetrics-text")
                .get("/v1/tenants/acme/quotas")
                .then()
                .statusCode(200)
                .body(containsString("quotagate_quota_limit{"), containsString("# EOF"));
        String tag = caller().header("Accept-Encoding", "gzip")
                .get("/v1/tenants/acme/quotas")
                .then()
                .statusCode(200)
                .header("Content-Encoding", "gzip")
                .body("tenant", equalTo("acme"))
                .extract()
                .header("ETag");
        caller().header("If-None-Match", tag)
                .get("/v1/tenants/acme/quotas")
                .then()
                .statusCode(304);
    }

    @Test
    void everyOtherRouteAnswers() {
        caller().get("/v1/tenants/acme/quotas/drive-app:users:organization")
                .then()
                .statusCode(200)
                .body("limit.value", equalTo("100"));
        caller().get("/v1/tenants/acme/sources").then().statusCode(200).body("sources", hasSize(7));
        caller().get("/v1/tenants").then().statusCode(200).body("tenants.id", contains("acme"));
        caller().get("/v1/providers").then().statusCode(200).body("providers", hasSize(4));
        caller().contentType("application/json")
                .body("""
                        {"checks":[{"metric":"storage.stored","amount":"5","unit":"GiBy"}]}""")
                .post("/v1/tenants/acme/quota-checks")
                .then()
                .statusCode(200)
                .body("checks[0].decision", equalTo("allowed"));
        caller().contentType("application/json")
                .header("Idempotency-Key", "once")
                .body("{\"connections\":[\"objects\"]}")
                .post("/v1/tenants/acme/refreshes")
                .then()
                .statusCode(202);
        caller().get("/v1/tenants/acme/openapi")
                .then()
                .statusCode(200)
                .body("openapi", startsWith("3.1"), "info.title", containsString("acme"));
        caller().accept("application/yaml")
                .get("/v1/tenants/acme/openapi")
                .then()
                .statusCode(200)
                .body(containsString("/v1/tenants/acme/"));
        given().get("/v1/tenants/acme/quotas")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/authentication-required"));
    }

    @Test
    void openApiDocumentIsTheOneThatIsPublished() throws IOException {
        String served = given().accept("application/yaml").get("/openapi").asString();

        assertThat(served).isEqualTo(Files.readString(Path.of("openapi.yaml")));
        given().get("/openapi?format=json").then().statusCode(200).body("openapi", startsWith("3.1"));
    }

    @Test
    void pagesAndTheirFilesAreThere() {
        given().accept("text/html")
                .get("/problems/source-timeout")
                .then()
                .statusCode(200)
                .body(containsString("The vendor did not answer in time"));
        given().accept("application/json")
                .get("/problems/source-timeout")
                .then()
                .statusCode(200)
                .body("title", equalTo("The vendor did not answer in time"));
        for (String page : new String[] {"/", "/docs"}) {
            String html = given().get(page).then().statusCode(200).extract().asString();
            var files = java.util.regex.Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"")
                    .matcher(html)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> given().get(file).then().statusCode(200));
        }
        given().header("X-API-Key", "k")
                .get("/portal/tenants/acme")
                .then()
                .statusCode(200)
                .body(containsString("drive-app"), not(containsString("sandbox-app-secret")));
    }

    @Test
    void eventsCome() throws IOException, InterruptedException {
        caller().get("/v1/tenants/acme/quotas").then().statusCode(200);
        HttpRequest events = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/tenants/acme/events"))
                .header("X-API-Key", "k")
                .build();
        try (InputStream stream = HttpClient.newHttpClient()
                .send(events, BodyHandlers.ofInputStream())
                .body()) {
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf("event: report") < 0) {
                heard.append(new String(stream.readNBytes(1), StandardCharsets.UTF_8));
            }
            assertThat(heard).startsWith("retry: ");
        }
    }

    @Test
    void healthAndMetricsAreOnAPortOfTheirOwn() {
        caller().get("/v1/tenants/acme/quotas").then().statusCode(200);
        for (String check : new String[] {"live", "ready", "started"}) {
            given().port(Gateway.management)
                    .get("/health/" + check)
                    .then()
                    .statusCode(200)
                    .body("status", equalTo("UP"));
        }
        given().port(Gateway.management)
                .get("/metrics")
                .then()
                .statusCode(200)
                .body(
                        containsString("quotagate_fetch_seconds_bucket{"),
                        containsString("quotagate_reads_total{"),
                        containsString("cache_size{cache=\"snapshots\"}"),
                        containsString("jvm_memory_used_bytes"));
        given().get("/metrics").then().statusCode(404);
    }
}
