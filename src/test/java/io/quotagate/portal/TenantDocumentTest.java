package io.quotagate.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        ObjectNode report = report();

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
