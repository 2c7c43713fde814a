package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.api.Operation.Request;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every example of the document is what the sandbox takes and answers, word for word. */
@QuarkusTest
@TestProfile(FrozenSandbox.Alone.class)
class DocumentedExamplesTest {

    private static final Duration COOL_DOWN = Duration.ofSeconds(11);
    private static final String SANDBOX = "sandbox";

    @Inject
    Clock clock;

    @Inject
    Tenants tenants;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private JsonNode document;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private DocumentSchemas schemas;

    /** An example of the document, and the schema that it is for. */
    private record Example(String place, JsonNode schema, JsonNode value) {}

    @BeforeEach
    void readDocument() throws IOException {
        document = FrozenSandbox.at(gateway, clock).document();
        schemas = new DocumentSchemas(document);
    }

    private Answer ask(Request request) {
        return FrozenSandbox.CALLER.ask(gateway, request.method(), request.target(), request.headers(), request.body());
    }

    private List<Operation> operations() {
        return Operation.all(document).stream()
                .filter(operation -> !operation.method().equals("HEAD"))
                .toList();
    }

    private JsonNode described(Operation operation) {
        return document.path("paths")
                .path(operation.template())
                .path(operation.method().toLowerCase(Locale.ROOT));
    }

    @Test
    void sandboxAnswersTheExamplesToTheExamples() throws IOException {
        Map<String, JsonNode> documented = new TreeMap<>();
        Map<String, JsonNode> answered = new TreeMap<>();
        for (Operation operation : operations()) {
            JsonNode described = described(operation);
            Answer answer = ask(operation.exemplary(SANDBOX));
            assertThat(answer.status()).as("%s: %s", operation, answer).isBetween(200, 299);
            JsonNode content = described.at("/responses/" + answer.status() + "/content/application~1json");
            if (content.isMissingNode()) {
                // Not JSON: a stream of events.
                continue;
            }
            JsonNode body = abridged(withoutTheFake(FrozenSandbox.JSON.readTree(answer.body())));
            String name = described.path("operationId").asText();
            documented.put(name, content.path("examples").path(SANDBOX).path("value"));
            answered.put(name, body);
            FrozenSandbox.write(name, body);

            assertThat(schemas.complaints(content.path("schema"), body))
                    .as("%s: %s", operation, answer)
                    .isEmpty();
        }

        assertThat(documented)
                .as("what the examples should be is in target/examples now")
                .isEqualTo(answered);
    }

    /** Only tests have that provider. */
    private static JsonNode withoutTheFake(JsonNode body) {
        Iterator<JsonNode> providers = body.path("providers").elements();
        while (providers.hasNext()) {
            if (providers.next().path("id").asText().equals(FakeProvider.ID)) {
                providers.remove();
            }
        }
        return body;
    }

    /** A document in the document is shown by its head. */
    private static JsonNode abridged(JsonNode body) {
        if (body.has("openapi")) {
            ((ObjectNode) body).retain("openapi", "info");
            ((ObjectNode) body.path("info")).retain("title", "version");
        }
        return body;
    }

    @Test
    void everyParameterTakesItsExample() {
        for (Operation operation : operations()) {
            for (Request request : operation.oneByOne(SANDBOX)) {
                ((MovableClock) clock).pass(COOL_DOWN);

                assertThat(ask(request).status()).as("%s", request).isLessThan(400);
            }
        }
    }

    @Test
    void tokensOfPagesGoOnAfterTheExamples() throws IOException {
        Caller caller = Authentication.caller(tenants, List.of(SANDBOX)).orElseThrow();

        String ofTenants = new PageToken("tenants", caller.identity()).after(SANDBOX, clock.instant());

        assertThat(OpenApi.TENANTS_TOKEN).isEqualTo(ofTenants);
        assertThat(document.at("/paths/~1v1~1tenants~1{tenantId}~1quotas/get/responses/200/content")
                        .at("/application~1json/examples/sandbox/value/nextPageToken")
                        .asText())
                .isEqualTo(OpenApi.PAGE_TOKEN);
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        List<Example> examples = Stream.of(examplesOfContents(), examplesOfSchemas())
                .flatMap(each -> each)
                .toList();

        assertThat(examples).hasSizeGreaterThan(100);
        assertThat(examples)
                .allSatisfy(example -> assertThat(schemas.complaints(example.schema(), example.value()))
                        .as(example.place())
                        .isEmpty());
    }

    /** Of bodies. */
    private Stream<Example> examplesOfContents() {
        List<Example> examples = new ArrayList<>();
        document.findValues("content")
                .forEach(content -> content.properties()
                        .forEach(type -> type.getValue()
                                .path("examples")
                                .properties()
                                .forEach(example -> examples.add(new Example(
                                        example.getKey(),
                                        type.getValue().path("schema"),
                                        example.getValue().path("value"))))));
        return examples.stream();
    }

    /** Of parameters, headers and members. */
    private Stream<Example> examplesOfSchemas() {
        return Stream.concat(
                        Stream.concat(
                                        document.findValues("parameters").stream()
                                                .flatMap(DocumentedExamplesTest::elements),
                                        elements(document.at("/components/headers")))
                                .map(parameter -> parameter.path("schema")),
                        elements(document.at("/components/schemas"))
                                .flatMap(schema -> elements(schema.path("properties"))))
                .flatMap(schema -> elements(schema.path("examples"))
                        .map(value -> new Example(schema.path("description").asText(), schema, value)));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
