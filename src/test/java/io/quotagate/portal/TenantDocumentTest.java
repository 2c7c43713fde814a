package io.quotagate.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.api.LastReport;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Unit;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@QuarkusTest
class TenantDocumentTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    @Inject
    WholeDocument whole;

    @Inject
    LastReport last;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final String name = "documented-" + COUNT.incrementAndGet();
    private final Connection one = FakeProvider.connection(name, "one");
    private final Connection two = FakeProvider.connection(name, "two");

    @BeforeEach
    void publish() {
        tenants.publish("documents", List.of(tenant(List.of(one, two))));
        vendor.says(one, TestQuotas.stored("100", "40"), TestQuotas.count("fake.things", "7", "3"));
        vendor.fails(two, Reason.UNAVAILABLE);
    }

    private Tenant tenant(List<Connection> connections) {
        return new Tenant(
                name,
                Optional.of("Documented & Sons"),
                List.of(key("free", Optional.empty()), key("limited", Optional.of("30/PT60S"))),
                Thresholds.DEFAULT,
                connections);
    }

    private ApiKey key(String id, Optional<String> limit) {
        return new ApiKey(
                id,
                ApiKey.digest(name + id),
                EnumSet.allOf(Permission.class),
                Optional.empty(),
                limit.map(Rate::parse));
    }

    @AfterEach
    void leave() {
        tenants.publish("documents", List.of());
    }

    @CanIgnoreReturnValue
    private Response get(String path, String key, String... headers) {
        var request = given().urlEncodingEnabled(false).header("X-API-Key", name + key);
        for (int at = 0; at < headers.length; at += 2) {
            request = request.header(headers[at], headers[at + 1]);
        }
        return request.get("/v1/tenants/" + name + path);
    }

    @CanIgnoreReturnValue
    private ObjectNode document() throws IOException {
        return (ObjectNode) JSON.readTree(get("/openapi", "free").asString());
    }

    @CanIgnoreReturnValue
    private ObjectNode report() throws IOException {
        return (ObjectNode) JSON.readTree(get("/quotas", "free").asString());
    }

    private static JsonNode parameter(JsonNode document, String path, String name) {
        for (JsonNode parameter : document.at("/paths").path(path).at("/get/parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name);
    }

    private static List<String> texts(JsonNode list) {
        return JSON.convertValue(list, JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }

    @Test
    void pathsAreThoseOfTheTenantAlone() throws IOException {
        JsonNode document = document();

        assertThat(document.path("paths").properties())
                .hasSizeGreaterThan(3)
                .allSatisfy(path -> assertThat(path.getKey())
                        .startsWith("/v1/tenants/" + name + "/")
                        .doesNotContain("{tenantId}"));
        assertThat(document.toString()).doesNotContain("tenantId");
    }

    @Test
    void namesThatMayBeAskedForAreTheTenantsOwn() throws IOException {
        report();

        JsonNode document = document();

        String path = "/v1/tenants/" + name + "/quotas";
        assertThat(texts(parameter(document, path, "provider").at("/schema/items/enum")))
                .containsExactly("fake");
        assertThat(texts(parameter(document, path, "connection").at("/schema/items/enum")))
                .containsExactly("one", "two");
        assertThat(texts(parameter(document, path, "metric").at("/schema/items/enum")))
                .containsExactly("fake.things", "storage.stored");
        assertThat(texts(parameter(document, path, "scope").at("/schema/items/enum")))
                .containsExactly("organization");
        assertThat(texts(document.at(
                        "/components/schemas/RefreshRequest/properties/connections/items/x-extensible-enum")))
                .containsExactly("one", "two");
    }

    @Test
    void namesThatAreAnsweredMayGrow() throws IOException {
        JsonNode quota = document().at("/components/schemas/Quota/properties");

        assertThat(texts(quota.at("/connection/x-extensible-enum"))).containsExactly("one", "two");
        assertThat(quota.at("/connection").has("enum")).isFalse();
        assertThat(texts(quota.at("/metric/x-extensible-enum"))).containsExactly("storage.stored");
    }

    @Test
    void exampleIsTheLastReport() throws IOException {
        report();
        JsonNode report = JSON.readTree(get("/quotas?pageSize=10", "free").asString());

        JsonNode document = document();

        String pointer = "/paths/~1v1~1tenants~1" + name + "~1";
        assertThat(document.at(
                        pointer + "quotas/get/responses/200/content/application~1json/examples/" + name + "/value"))
                .isEqualTo(report);
        assertThat(document.at(pointer + "quotas~1{quotaId}/get/responses/200/content/application~1json/examples/"
                        + name + "/value"))
                .isEqualTo(JSON.readTree(
                        get("/quotas/one:fake.things:organization", "free").asString()));
    }

    @Test
    void exampleOfManyQuotasIsTheirFirstPage() throws IOException {
        vendor.says(
                one,
                IntStream.range(10, 23)
                        .mapToObj(at -> TestQuotas.count("fake.things" + at, "7", "3"))
                        .toArray(Quota[]::new));
        report();

        JsonNode example = example(document(), "~1quotas/get/responses/200");

        String token = example.path("nextPageToken").asText();
        assertThat(example)
                .isEqualTo(JSON.readTree(get("/quotas?pageSize=10", "free").asString()));
        assertThat(example.path("quotas")).hasSize(10);
        assertThat(JSON.readTree(get("/quotas?pageToken=" + token, "free").asString())
                        .path("quotas"))
                .hasSize(3);
    }

    @Test
    void exampleOfAnAnswerIsWhatTheExampleOfItsRequestGets() throws IOException {
        vendor.says(two, TestQuotas.stored("100", "40"));
        report();
        JsonNode document = document();

        Response answer = given().header("X-API-Key", name + "free")
                .contentType("application/json")
                .body(example(document, "~1quota-checks/post/requestBody").toString())
                .post("/v1/tenants/" + name + "/quota-checks");

        JsonNode example = example(document, "~1quota-checks/post/responses/200");
        assertThat(JSON.readTree(answer.asString())).isEqualTo(example);
        assertThat(example.at("/checks/0/candidates")).hasSize(1);
    }

    private JsonNode example(JsonNode document, String place) {
        return document.at(
                "/paths/~1v1~1tenants~1" + name + place + "/content/application~1json/examples/" + name + "/value");
    }

    /** In the order of their ids. */
    private void connect(String... providers) {
        tenants.publish(
                "documents",
                List.of(tenant(IntStream.range(0, providers.length)
                        .mapToObj(at -> TestConnections.connection(
                                name, "c" + at, providers[at], "http://127.0.0.1:1", Map.of(), Map.of()))
                        .toList())));
    }

    static List<List<String>> providers() {
        return List.of(List.of(), List.of("fake"), List.of("zstack", "koodrive"), List.of("ucloud-ufile"));
    }

    private static void namesNobodyBut(List<String> own, JsonNode document) {
        ((ObjectNode) document.at("/components/securitySchemes/apiKey")).remove("description");
        String text = document.toString().toLowerCase(Locale.ROOT);
        assertThat(Stream.of("koodrive", "zstack", "tencent", "smh", "ucloud", "ufile")
                        .filter(provider -> own.stream().noneMatch(mine -> mine.contains(provider))))
                .allSatisfy(provider -> assertThat(text).doesNotContain(provider));
        assertThat(text)
                .doesNotContain("sandbox", "\"drive\"", "\"drive:", "\"vms\"", "\"media\"", "\"objects\"")
                .doesNotContain("space04fzo07fdq61b", "9190086000001210958", "cn-bj")
                // A page token of the sandbox.
                .doesNotContain("mja3nzgk");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void unreadTenantsDocumentNamesNobodyElse(List<String> providers) throws IOException {
        connect(providers.toArray(String[]::new));

        namesNobodyBut(providers, document());
    }

    @Test
    void readTenantsDocumentNamesNobodyElse() throws IOException {
        report();

        JsonNode document = document();

        namesNobodyBut(List.of("fake"), document);
        assertThat(document.at("/components/schemas/Quota/properties/id/examples/0")
                        .asText())
                .isEqualTo("one:fake.things:organization");
        assertThat(document.at("/components/schemas/Report/properties/tenant/examples/0")
                        .asText())
                .isEqualTo(name);
        JsonNode problem = document.at(
                "/components/responses/SourcesUnusable/content/application~1problem+json/examples/sources-unusable/value");
        assertThat(problem.path("tenant").asText()).isEqualTo(name);
        assertThat(problem.at("/sources/0/connection").asText()).isEqualTo("one");
        assertThat(problem.at("/sources/0/provider").asText()).isEqualTo("fake");
    }

    @Test
    void whatWasNotObservedIsNotShown() throws IOException {
        connect("zstack", "koodrive");

        JsonNode document = document();

        JsonNode answer = document.at(
                "/paths/~1v1~1tenants~1" + name + "~1quotas~1{quotaId}/get/responses/200/content/application~1json");
        JsonNode schemas = document.path("components").path("schemas");
        assertThat(answer.has("examples")).isFalse();
        assertThat(answer.has("x-no-example")).isTrue();
        assertThat(schemas.at("/Quota/properties/connection/examples/0").asText())
                .isEqualTo("c0");
        assertThat(schemas.at("/Quota/properties/provider/examples/0").asText()).isEqualTo("zstack");
        assertThat(schemas.at("/Quota/properties/id/examples/0").asText()).startsWith("c0:compute.");
    }

    @Test
    void workersGoOnWithTheReport() {
        Tenant tenant = tenants.find(name).orElseThrow();
        QuotaCheck check = new QuotaCheck(
                Metric.STORAGE_STORED,
                BigDecimal.ONE,
                Measure.of(Unit.BYTE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(thread(last.of(tenant))).startsWith("executor-thread");
        assertThat(thread(last.check(tenant, check))).startsWith("executor-thread");
    }

    private static String thread(Uni<?> known) {
        return known.map(unused -> Thread.currentThread().getName()).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void documentIsCompressedForWhoeverPrefersIt() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve("/v1/tenants/" + name + "/openapi"))
                .header("X-API-Key", name + "free");
        HttpClient client = HttpClient.newHttpClient();

        HttpResponse<byte[]> plain = client.send(request.copy().build(), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<byte[]> gzip =
                client.send(request.header("Accept-Encoding", "gzip").build(), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(gzip.body()).hasSizeLessThan(plain.body().length / 4);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
                .isEqualTo(plain.body());
    }

    @Test
    void documentAsksNoVendorAndInventsNoNumbers() throws IOException {
        JsonNode document = document();

        JsonNode example = document.at("/paths/~1v1~1tenants~1" + name
                + "~1quotas/get/responses/200/content/application~1json/examples/" + name + "/value");
        assertThat(vendor.calls(one)).isZero();
        assertThat(example.path("complete").asBoolean(true)).isFalse();
        assertThat(example.path("quotas")).isEmpty();
        assertThat(example.at("/sources/0/status").asText()).isEqualTo("pending");
    }

    @Test
    void limitIsThatOfWhoeverAsks() throws IOException {
        JsonNode limited = JSON.readTree(get("/openapi", "limited").asString());

        assertThat(limited.at("/x-rate-limit/requests").asInt()).isEqualTo(30);
        assertThat(limited.at("/x-rate-limit/period").asText()).isEqualTo("PT1M");
        assertThat(document().has("x-rate-limit")).isFalse();
    }

    @Test
    void tagIsTheSameUntilTheNumbersChange() throws IOException {
        report();
        Response first = get("/openapi", "free");
        String tag = first.header("ETag");

        ((MovableClock) clock).pass(Duration.ofSeconds(61));
        report();
        Response later = get("/openapi", "free", "If-None-Match", tag);
        vendor.says(one, TestQuotas.stored("100", "41"));
        ((MovableClock) clock).pass(Duration.ofSeconds(61));
        get("/quotas", "free", "Cache-Control", "no-cache");
        Response changed = get("/openapi", "free", "If-None-Match", tag);

        assertThat(tag).startsWith("W/\"");
        assertThat(later.statusCode()).isEqualTo(304);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void yamlSaysTheSameAsJson() throws IOException {
        report();

        Response yaml = get("/openapi", "free", "Accept", "application/yaml");

        Map<String, Object> parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.asString());
        assertThat(yaml.contentType()).startsWith("application/yaml");
        assertThat((JsonNode) JSON.valueToTree(parsed)).isEqualTo(document());
        assertThat(yaml.header("ETag")).isNotEqualTo(get("/openapi", "free").header("ETag"));
    }

    @Test
    void callersWishDecidesTheForm() {
        assertThat(get("/openapi", "free", "Accept", "application/json;q=0.5, application/yaml")
                        .contentType())
                .startsWith("application/yaml");
        assertThat(get("/openapi", "free", "Accept", "*/*").contentType()).startsWith("application/json");
        assertThat(get("/openapi", "free", "Accept", "text/html").statusCode()).isEqualTo(406);
    }

    @Test
    void nothingIsLeftThatNobodyRefersTo() throws IOException {
        ObjectNode document = document();
        String text = document.toString();

        document.at("/components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .forEach(kind -> assertThat(kind.getValue().properties())
                        .allSatisfy(component -> assertThat(text)
                                .contains("#/components/" + kind.getKey() + "/" + component.getKey() + '"')));
        assertThat(text).doesNotContain("#/components/schemas/Tenants\"");
    }

    @Test
    void documentForAllStaysAsItIs() throws IOException {
        JsonNode before = whole.get().deepCopy();

        document();

        assertThat((JsonNode) whole.get()).isEqualTo(before);
    }

    @Test
    void tenantWithoutConnectionsHasADocumentWithoutNames() throws IOException {
        tenants.publish("documents", List.of(tenant(List.of())));

        JsonNode document = document();

        JsonNode connection = parameter(document, "/v1/tenants/" + name + "/quotas", "connection");
        assertThat(connection.at("/schema/items").has("enum")).isFalse();
    }
}
