package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.provider.Rate;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of a problem in the document is what the gateway answers to whoever provokes it. */
@QuarkusTest
@TestProfile(FrozenSandbox.Alone.class)
class DocumentedProblemsTest {

    /** What needs more than a request; other tests see to it that they are answered. */
    private static final Set<String> NOT_PROVOKED =
            Set.of("overloaded", "issuer-unavailable", "internal-error", "too-many-listeners");

    private static final String QUOTAS = "/v1/tenants/sandbox/quotas";
    private static final String REFRESHES = "/v1/tenants/sandbox/refreshes";
    private static final String DIAL = "/sandbox/zstack/faults";
    private static final Visitor NOBODY = new Visitor("nobody", List.of());

    @Inject
    Clock clock;

    @Inject
    Tenants tenants;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private FrozenSandbox sandbox;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private JsonNode document;

    @BeforeEach
    void publishTenant() throws IOException {
        tenants.publish(
                "problems",
                List.of(new Tenant(
                        "limited",
                        Optional.empty(),
                        List.of(key("reader", Optional.empty()), key("impatient", Optional.of(Rate.parse("1/PT1S")))),
                        Thresholds.DEFAULT,
                        List.of())));
        sandbox = FrozenSandbox.at(gateway, clock);
        document = sandbox.document();
    }

    private static ApiKey key(String name, Optional<Rate> limit) {
        return new ApiKey(name, ApiKey.digest(name), Set.of(Permission.READ), Optional.empty(), limit);
    }

    @AfterEach
    void bringVendorBack() {
        ask("DELETE", DIAL, "");
    }

    @CanIgnoreReturnValue
    private Answer ask(String method, String target, String body, String... headers) {
        return FrozenSandbox.CALLER.ask(gateway, method, target, List.of(headers), body);
    }

    @Test
    void gatewayAnswersTheExamplesToWhoeverProvokesThem() throws IOException {
        DocumentSchemas schemas = new DocumentSchemas(document);

        Map<String, Answer> provoked = provoked();

        assertThat(provoked)
                .allSatisfy((name, answer) -> assertThat(
                                schemas.complaints(document.at("/components/schemas/Problem"), read(answer)))
                        .isEmpty());
        Set<String> types = new TreeSet<>();

        document.at("/components/responses")
                .properties()
                .forEach(response -> response.getValue()
                        .at("/content/application~1problem+json/examples")
                        .properties()
                        .forEach(example -> {
                            JsonNode documented = example.getValue().path("value");
                            types.add(example.getKey());
                            if (!NOT_PROVOKED.contains(example.getKey())) {
                                String name = documented.path("status").asText() + " " + example.getKey();
                                Answer answer = Objects.requireNonNull(provoked.get(name), name);
                                assertThat(comparable(documented)).as(name).isEqualTo(comparable(read(answer)));
                            }
                        }));

        assertThat(types)
                .as("types in the document")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ProblemType.values())
                        .filter(type -> !type.isOfASource())
                        .map(ProblemType::slug)
                        .toList());
    }

    private Map<String, Answer> provoked() throws IOException {
        Map<String, Answer> provoked = new HashMap<>();
        // Before the refreshes, whose fetches it would join.
        provoked.put("503 sources-unusable", withoutZStack());
        provoked.put("400 invalid-request", ask("GET", QUOTAS + "?pageSize=0", ""));
        provoked.put("401 authentication-required", NOBODY.get(gateway, QUOTAS));
        provoked.put(
                "403 missing-scope",
                Visitor.withKeys("reader", "reader")
                        .ask(gateway, "POST", "/v1/tenants/limited/refreshes", List.of(), ""));
        provoked.put("404 not-found", ask("GET", "/v1/tenants/nobody/quotas", ""));
        provoked.put("405 method-not-allowed", ask("DELETE", QUOTAS, ""));
        provoked.put("406 not-acceptable", ask("GET", QUOTAS, "", "Accept: image/png"));
        provoked.put("413 request-too-large", ask("POST", REFRESHES, "x".repeat(131_073)));
        provoked.put("414 request-too-large", ask("GET", QUOTAS + "?metric=" + "x".repeat(9_000), ""));
        provoked.put("415 unsupported-media-type", unlabelled());
        provoked.put(
                "431 request-too-large",
                ask(
                        "GET",
                        QUOTAS,
                        "",
                        IntStream.range(0, 101)
                                .mapToObj(at -> "X-" + at + ": x")
                                .toArray(String[]::new)));
        provoked.put("429 rate-limited", second("impatient", "/v1/tenants/limited/quotas"));
        ask("POST", REFRESHES, "", "Idempotency-Key: mine");
        provoked.put(
                "422 idempotency-key-reused",
                ask("POST", REFRESHES, "{\"connections\":[\"vms\"]}", "Idempotency-Key: mine"));
        provoked.put("429 cooling-down", ask("POST", REFRESHES, ""));
        return provoked;
    }

    /** A body of which nobody says what it is. */
    private Answer unlabelled() {
        return new Answer(RawHttp.send(
                gateway,
                "POST " + REFRESHES + " HTTP/1.1\r\nHost: gateway\r\nX-API-Key: sandbox\r\nContent-Type: text/plain\r\n"
                        + "Content-Length: 1\r\nConnection: close\r\n\r\nx"));
    }

    private Answer second(String key, String target) {
        Visitor visitor = Visitor.withKeys(key, key);
        visitor.get(gateway, target);
        return visitor.get(gateway, target);
    }

    private Answer withoutZStack() throws IOException {
        assertThat(ask("POST", DIAL, "{\"fault\":\"unavailable\"}").status()).isEqualTo(200);
        sandbox.forget();
        Answer answer = ask("GET", QUOTAS + "?connection=vms&require=all", "");
        FrozenSandbox.write("sources-unusable", FrozenSandbox.JSON.readTree(answer.body()));
        return answer;
    }

    private static JsonNode read(Answer answer) {
        try {
            return FrozenSandbox.JSON.readTree(answer.body());
        } catch (IOException none) {
            throw new AssertionError(answer.text(), none);
        }
    }

    /** Without what differs from time to time: ids, and how long a back-off is. */
    private static JsonNode comparable(JsonNode problem) {
        ObjectNode copy = problem.deepCopy();
        copy.remove("traceId");
        copy.findParents("nextAttemptAt")
                .forEach(parent -> ((ObjectNode) parent).remove(List.of("nextAttemptAt", "vendorRequestId")));
        return copy;
    }
}
