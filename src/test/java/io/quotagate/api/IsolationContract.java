package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quotagate.api.Operation.Request;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What each operation of the served OpenAPI document answers to each kind of caller, about its own tenant, somebody
 * else's, and one that there is not. A new route is covered by itself.
 */
abstract class IsolationContract {

    /** Operations that are about no tenant in particular; whoever adds one says so here. */
    private static final Set<String> WITHOUT_A_TENANT =
            Set.of("GET /v1/providers", "HEAD /v1/providers", "GET /v1/tenants", "HEAD /v1/tenants");

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "ODD");

    /** What stands where a tenant should, and is none. */
    private static final List<String> NO_TENANTS = List.of(
            "NO_SUCH", "-", "*", "null", "%20", "%00", "%2e%2e%2f", "%E2%98%83", "%FF", ";x=1", "a".repeat(2_000));

    private static final Duration COOL_DOWN = Duration.ofSeconds(11);

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    MeterRegistry meters;

    @Inject
    Clock clock;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    Neighbours neighbours;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private List<Operation> operations;

    /** Whoever may read {@code own}, and no more. */
    abstract Visitor reader();

    /** Whoever may refresh {@code own}, and no more. */
    abstract Visitor refresher();

    /** Whoever may do all with {@code own}. */
    abstract Visitor full();

    /** Everybody who may do something at {@code own} and sees nothing of {@code foreign}. */
    abstract List<Visitor> insiders();

    /** Everybody without valid credentials. */
    abstract List<Visitor> strangers();

    /** What strangers are told to bring, as a regular expression. */
    abstract String challenge();

    @BeforeEach
    void moveIn() throws IOException {
        neighbours = new Neighbours(tenants, vendor, clock);
        String document = new Visitor("reader of the document", List.of())
                .get(gateway, "/openapi", "Accept: application/json")
                .body();
        operations = Operation.all(new ObjectMapper().readTree(document));
        assertThat(operations).hasSizeGreaterThan(8);
    }

    @AfterEach
    void moveOut() {
        neighbours.close();
    }

    private List<Operation> ofATenant() {
        return operations.stream().filter(Operation::isOfATenant).toList();
    }

    private Answer ask(Visitor visitor, Request request) {
        return visitor.ask(gateway, request.method(), request.target(), request.headers(), request.body());
    }

    /** So that answers about the neighbour are at hand, made from its newest numbers. */
    private void keepAnswersOfForeign() {
        ofATenant().stream()
                .sorted(Comparator.comparing(
                        operation -> operation.template().endsWith("/refreshes"), Comparator.reverseOrder()))
                .map(operation -> operation.bare(neighbours.foreign))
                .flatMap(request -> request.method().equals("POST") ? Stream.of(request) : Stream.of(request, request))
                .forEach(request ->
                        assertThat(ask(neighbours.foreigner, request).status()).isLessThan(300));
        assertThat(neighbours
                        .foreigner
                        .get(gateway, "/v1/tenants/" + neighbours.foreign + "/quotas")
                        .header("Cache-Status"))
                .hasValueSatisfying(status -> assertThat(status).startsWith("quotagate; hit"));
    }

    @Test
    void operationThatIsAboutNoTenantIsKnownAsOne() {
        assertThat(operations)
                .filteredOn(operation -> !operation.isOfATenant())
                .extracting(Operation::toString)
                .containsExactlyInAnyOrderElementsOf(WITHOUT_A_TENANT);
    }

    @Test
    void strangersGetTheSameAnswerWhateverTheyAskFor() {
        keepAnswersOfForeign();
        for (Visitor stranger : strangers()) {
            assertAlwaysTheSame(stranger, Stream.concat(operations(), nowhere()), 401);
        }
        assertAlwaysTheSame(strangers().get(0), everything(), 401);
    }

    @Test
    void keyAndTokenTogetherAreRefusedBeforeAnyTenantIsLookedFor() {
        assertAlwaysTheSame(neighbours.ofTwoKinds(), everything(), 400);
    }

    private void assertAlwaysTheSame(Visitor visitor, Stream<Request> requests, int status) {
        Map<String, Answer> first = new HashMap<>();
        requests.forEach(request -> {
            Answer answer = ask(visitor, request);

            assertThat(answer.status()).as("%s: %s", visitor, request).isEqualTo(status);
            if (status == 401) {
                assertThat(answer.header("WWW-Authenticate"))
                        .hasValueSatisfying(told -> assertThat(told).matches(challenge()));
            }
            assertThat(answer)
                    .as("%s: %s", visitor, request)
                    .isEqualTo(first.computeIfAbsent(request.method(), method -> answer));
        });
    }

    /** All operations in all manners, all methods on all paths, and paths that there are not, for all sorts of tenants. */
    private Stream<Request> everything() {
        return Stream.of(
                        operations(),
                        NO_TENANTS.stream()
                                .flatMap(tenant -> operations.stream().map(operation -> operation.bare(tenant))),
                        residents()
                                .flatMap(tenant ->
                                        operations.stream().flatMap(operation -> operation.manners(tenant).stream())),
                        residents().flatMap(this::otherMethods),
                        nowhere())
                .flatMap(requests -> requests);
    }

    private Stream<Request> operations() {
        return residents().flatMap(tenant -> operations.stream().map(operation -> operation.bare(tenant)));
    }

    private static Stream<Request> nowhere() {
        return Stream.of("/v1", "/v1/", "/v1/no", "/v1/tenants/", "/v1/quotas?x", "/v1/providers/x/y")
                .flatMap(path -> METHODS.stream().map(method -> new Request(method, path, List.of(), "")));
    }

    private Stream<String> residents() {
        return Stream.of(neighbours.own, neighbours.foreign, neighbours.absent);
    }

    private Stream<Request> otherMethods(String tenant) {
        return operations.stream()
                .map(operation -> operation.target(tenant))
                .distinct()
                .flatMap(path -> METHODS.stream().map(method -> new Request(method, path, List.of(), "")));
    }

    @Test
    void foreignAndAbsentTenantsCannotBeToldApart() {
        foreignIsAsAbsent();
    }

    @Test
    void foreignTenantWhoseAnswersAreKeptIsAsAbsent() {
        keepAnswersOfForeign();

        foreignIsAsAbsent();
    }

    private void foreignIsAsAbsent() {
        for (Visitor insider : insiders()) {
            for (Operation operation : ofATenant()) {
                Answer absent = ask(insider, operation.bare(neighbours.absent));
                assertThat(absent.status()).isEqualTo(404);
                List<Request> elsewhere = Stream.concat(
                                operation.manners(neighbours.foreign).stream(),
                                Stream.concat(
                                        operation.manners(neighbours.absent).stream(),
                                        NO_TENANTS.stream().map(operation::bare)))
                        .toList();
                for (Request request : elsewhere) {
                    assertThat(ask(insider, request))
                            .as("%s: %s", insider, request)
                            .isEqualTo(absent);
                }
            }
        }
    }

    @Test
    void whatIsNoOperationTellsNothingOfTenantsEither() {
        keepAnswersOfForeign();
        for (Visitor insider : insiders()) {
            for (String method : METHODS) {
                for (Operation operation : ofATenant()) {
                    for (String after : List.of("", "/", "/no-such", "/..", "?x", ";x=1")) {
                        Answer foreign = insider.ask(
                                gateway, method, operation.target(neighbours.foreign) + after, List.of(), "");
                        Answer absent = insider.ask(
                                gateway, method, operation.target(neighbours.absent) + after, List.of(), "");

                        assertThat(foreign)
                                .as("%s: %s %s%s", insider, method, operation.template(), after)
                                .isEqualTo(absent);
                    }
                }
            }
        }
    }

    /** Nothing is counted, kept, found or asked: the ways of both end at the same place. */
    @Test
    void nothingIsDoneForATenantThatTheCallerMayNotSee() throws IOException {
        String changed = changedByVisitsNextDoor();
        // A fetch that another test has left behind may end just then. Others are strangers to the gateway again.
        for (int more = 0; more < 4 && !changed.isEmpty(); more++) {
            moveOut();
            moveIn();
            changed = changedByVisitsNextDoor();
        }

        assertThat(changed).isEmpty();
    }

    /** What is counted otherwise after every insider has asked all there is to ask of foreign and absent tenants. */
    private String changedByVisitsNextDoor() {
        keepAnswersOfForeign();
        int asked = neighbours.calls(neighbours.foreign);
        Map<String, Double> before = work();

        for (Visitor insider : insiders()) {
            ofATenant().stream()
                    .flatMap(operation -> Stream.concat(
                            operation.manners(neighbours.foreign).stream(),
                            operation.manners(neighbours.absent).stream()))
                    .forEach(request ->
                            assertThat(ask(insider, request).status()).isEqualTo(404));
        }

        Map<String, Double> after = work();
        assertThat(neighbours.calls(neighbours.foreign)).isEqualTo(asked);
        return before.equals(after) ? "" : before + " became " + after;
    }

    /** What the gateway itself counts. */
    private Map<String, Double> work() {
        Map<String, Double> counts = new TreeMap<>();
        for (Meter meter : meters.getMeters()) {
            String name = meter.getId().getName();
            if (name.startsWith("quotagate.") || name.startsWith("cache.")) {
                StreamSupport.stream(meter.measure().spliterator(), false)
                        .filter(measurement -> measurement.getStatistic() != Statistic.MAX)
                        .mapToDouble(Measurement::getValue)
                        .forEach(value -> counts.merge(meter.getId().toString(), value, Double::sum));
            }
        }
        assertThat(counts).hasSizeGreaterThan(10);
        return counts;
    }

    @Test
    void eachOperationNeedsOneScope() {
        MovableClock time = (MovableClock) clock;
        for (Operation operation : ofATenant()) {
            Request request = operation.bare(neighbours.own);
            time.pass(COOL_DOWN);
            Answer read = ask(reader(), request);
            time.pass(COOL_DOWN);
            Answer refreshed = ask(refresher(), request);
            time.pass(COOL_DOWN);
            Answer both = ask(full(), request);

            boolean isRead = read.status() != 403;
            assertThat(isRead ? refreshed.status() : read.status())
                    .as("%s: without the scope", operation)
                    .isEqualTo(403);
            assertThat(isRead ? read.status() : refreshed.status())
                    .as("%s: with the scope", operation)
                    .isBetween(200, 299);
            assertThat(both.status()).as("%s: with both", operation).isBetween(200, 299);
            if (operation.method().equals("GET")) {
                assertThat(isRead).as("%s is a read", operation).isTrue();
            }
        }
    }

    @Test
    void answerHasNothingOfATenantThatTheCallerMayNotSee() {
        keepAnswersOfForeign();
        for (Visitor insider : insiders()) {
            residents()
                    .flatMap(tenant -> operations.stream().flatMap(operation -> operation.manners(tenant).stream()))
                    .forEach(request -> assertThat(ask(insider, request).text())
                            .as("%s: %s", insider, request)
                            .doesNotContain(neighbours.foreign, Neighbours.USED_BY_FOREIGN));
        }
    }

    @Test
    void noCacheMayGiveAnAnswerToAnotherCaller() {
        for (Operation operation : operations) {
            ((MovableClock) clock).pass(COOL_DOWN);
            for (int round = 0; round < 2; round++) {
                Answer answer = ask(full(), operation.bare(neighbours.own));

                assertThat(answer.header("Cache-Control"))
                        .as("%s", operation)
                        .hasValueSatisfying(told -> assertThat(told).containsAnyOf("private", "no-store"));
                if (!answer.header("Cache-Control").orElse("").contains("no-store")) {
                    assertThat(answer.header("Vary"))
                            .as("%s", operation)
                            .hasValueSatisfying(told -> assertThat(told).contains("X-API-Key", "Authorization"));
                }
            }
        }
    }
}
