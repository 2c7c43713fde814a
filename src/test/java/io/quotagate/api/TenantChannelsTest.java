package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.OwnThread;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.quota.Account;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What might carry something from one tenant to another, and does not, though their connections are the same but for it. */
@QuarkusTest
class TenantChannelsTest {

    private static final List<String> READS = List.of("/quotas", "/quotas/" + Neighbours.QUOTA, "/sources");

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
    private Neighbours neighbours;

    @BeforeEach
    void moveIn() {
        neighbours = new Neighbours(tenants, vendor, clock);
    }

    @AfterEach
    void moveOut() {
        neighbours.close();
    }

    private static String path(String tenant, String rest) {
        return "/v1/tenants/" + tenant + rest;
    }

    @CanIgnoreReturnValue
    private Answer get(Visitor visitor, String tenant, String rest, String... headers) {
        return visitor.get(gateway, path(tenant, rest), headers);
    }

    @CanIgnoreReturnValue
    private Answer refresh(Visitor visitor, String tenant, String... headers) {
        return visitor.ask(gateway, "POST", path(tenant, "/refreshes"), List.of(headers), "");
    }

    private static String used(Answer report) {
        return json(report).at("/quotas/0/used/value").asText();
    }

    private static String retrieval(Answer answer) {
        return answer.header("Cache-Status").orElse("");
    }

    private static JsonNode json(Answer answer) {
        try {
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void numbersOfTwoTenantsNeverMixInMemory() {
        Answer own = get(neighbours.full, neighbours.own, "/quotas");
        Answer foreign = get(neighbours.foreigner, neighbours.foreign, "/quotas");
        Answer third = get(neighbours.shared, neighbours.third, "/quotas");

        assertThat(List.of(used(own), used(foreign), used(third)))
                .containsExactly(Neighbours.USED_BY_OWN, Neighbours.USED_BY_FOREIGN, Neighbours.USED_BY_THIRD);
        assertThat(List.of(own, foreign, third))
                .extracting(TenantChannelsTest::retrieval)
                .allMatch(status -> status.contains("fwd=miss"));
        assertThat(List.of(neighbours.own, neighbours.foreign, neighbours.third))
                .allSatisfy(tenant -> assertThat(neighbours.calls(tenant)).isEqualTo(2));
    }

    @Test
    void keptAnswersOfTwoTenantsNeverMixForOneCallerOfBoth() {
        for (String rest : READS) {
            for (int round = 0; round < 3; round++) {
                Answer own = get(neighbours.shared, neighbours.own, rest);
                Answer third = get(neighbours.shared, neighbours.third, rest);

                assertThat(own.text()).as("%s", rest).doesNotContain(neighbours.third, Neighbours.USED_BY_THIRD);
                assertThat(third.text()).as("%s", rest).doesNotContain(neighbours.own, Neighbours.USED_BY_OWN);
                if (round > 0) {
                    assertThat(retrieval(own)).startsWith("quotagate; hit");
                    assertThat(retrieval(third)).startsWith("quotagate; hit");
                }
            }
        }
    }

    @Test
    void keptAnswerIsForCallersOfItsTenantOnly() {
        String own = path(neighbours.own, "");
        for (String path : List.of(
                own,
                "/v1/tenants/%6" + hex(own) + neighbours.own.substring(1),
                "/v1/tenants/./" + neighbours.own,
                "/v1/tenants/" + neighbours.own + ";x=1",
                "/v1/tenants/" + neighbours.foreign + "/../" + neighbours.own)) {
            for (String rest : READS) {
                neighbours.full.get(gateway, path + rest);
                assertThat(retrieval(neighbours.full.get(gateway, path + rest))).startsWith("quotagate; hit");

                for (String method : List.of("GET", "HEAD")) {
                    for (String header : List.of("If-None-Match: *", "Accept-Encoding: gzip", "Accept: */*")) {
                        Answer foreigner = neighbours.foreigner.ask(gateway, method, path + rest, List.of(header), "");
                        Answer absent = neighbours.foreigner.ask(
                                gateway, method, path(neighbours.absent, rest), List.of(header), "");

                        assertThat(foreigner.status()).isEqualTo(404);
                        assertThat(foreigner).as("%s %s", method, path + rest).isEqualTo(absent);
                    }
                }
            }
        }
    }

    /** The second digit of the tenant's first letter. */
    private static String hex(String path) {
        return Integer.toHexString(path.charAt("/v1/tenants/".length())).substring(1);
    }

    @Test
    void keyThatHasExpiredGetsNoKeptAnswer() {
        Visitor lodger = neighbours.lodger(60);
        get(lodger, neighbours.own, "/quotas");
        assertThat(retrieval(get(lodger, neighbours.own, "/quotas"))).startsWith("quotagate; hit");
        ((MovableClock) clock).step(Duration.ofSeconds(60));

        Answer after = get(lodger, neighbours.own, "/quotas");
        Answer other = get(neighbours.reader, neighbours.own, "/quotas");
        ((MovableClock) clock).step(Duration.ofSeconds(-60));

        assertThat(after.status()).isEqualTo(401);
        assertThat(retrieval(other)).startsWith("quotagate; hit");
    }

    @Test
    void scopeAtOneTenantIsNoneAtAnother() {
        assertThat(refresh(neighbours.shared, neighbours.own).status()).isEqualTo(403);
        get(neighbours.shared, neighbours.own, "/quotas");
        get(neighbours.shared, neighbours.own, "/quotas", "Cache-Control: no-cache");
        assertThat(neighbours.calls(neighbours.own)).isEqualTo(2);

        assertThat(refresh(neighbours.shared, neighbours.third).status()).isEqualTo(202);
    }

    @Test
    void callerIsToldOfItsOwnTenantsOnly() {
        Answer shared = neighbours.shared.get(gateway, "/v1/tenants");
        Answer foreigner = neighbours.foreigner.get(gateway, "/v1/tenants");

        assertThat(json(shared).findValuesAsText("id")).containsExactly(neighbours.own, neighbours.third);
        assertThat(json(foreigner).findValuesAsText("id")).containsExactly(neighbours.foreign);
    }

    @Test
    void eachTenantHasAFetchOfItsOwn() {
        CompletableFuture<Observation> toOwn = hanging(neighbours.own);
        CompletableFuture<Observation> toForeign = hanging(neighbours.foreign);

        var own = CompletableFuture.supplyAsync(
                () -> get(neighbours.full, neighbours.own, "/quotas?connection=drive"), OwnThread.FOR_EACH);
        Patience.until("the first is asked for", () -> neighbours.calls(neighbours.own) == 1);
        var foreign = CompletableFuture.supplyAsync(
                () -> get(neighbours.foreigner, neighbours.foreign, "/quotas?connection=drive"), OwnThread.FOR_EACH);
        Patience.until("so is the second", () -> neighbours.calls(neighbours.foreign) == 1 || own.isDone());
        toOwn.complete(observation("1"));
        String usedByOwn = used(own.join());
        toForeign.complete(observation("2"));

        assertThat(usedByOwn).isEqualTo("1");
        assertThat(used(foreign.join())).isEqualTo("2");
    }

    private CompletableFuture<Observation> hanging(String tenant) {
        CompletableFuture<Observation> answer = new CompletableFuture<>();
        vendor.answers(
                neighbours.connection(tenant, "drive"), () -> Uni.createFrom().completionStage(answer));
        return answer;
    }

    private Observation observation(String used) {
        return Observation.of(clock.instant(), List.of(stored("10", used)), Account.UNKNOWN);
    }

    @Test
    void failureOfOneTenantIsNoneOfAnother() {
        vendor.fails(neighbours.connection(neighbours.own, "drive"), Reason.UNAUTHORIZED);
        vendor.fails(neighbours.connection(neighbours.own, "media"), Reason.RATE_LIMITED);

        Answer own = get(neighbours.full, neighbours.own, "/quotas");
        Answer foreign = get(neighbours.foreigner, neighbours.foreign, "/quotas");

        assertThat(own.status()).isEqualTo(503);
        assertThat(json(own).findValuesAsText("tenant")).containsExactly(neighbours.own);
        assertThat(used(foreign)).isEqualTo(Neighbours.USED_BY_FOREIGN);
    }

    @Test
    void tagOfOneTenantIsNoneOfAnotherThoughAllNumbersAreTheSame() {
        neighbours.says(neighbours.third, Neighbours.USED_BY_OWN);
        for (String rest : List.of("/quotas", "/quotas?view=full", "/sources")) {
            String tag =
                    get(neighbours.shared, neighbours.own, rest).header("ETag").orElseThrow();
            for (String state : List.of("cold", "hot", "hot")) {
                Answer third = get(neighbours.shared, neighbours.third, rest, "If-None-Match: " + tag);

                assertThat(third.status()).as("%s, %s", rest, state).isEqualTo(200);
                assertThat(third.header("ETag")).isPresent().isNotEqualTo(Optional.of(tag));
            }
        }
    }

    @Test
    void tagOfOtherNumbersIsNoneOfAnyTenant() {
        for (String rest : READS) {
            String tag = get(neighbours.foreigner, neighbours.foreign, rest)
                    .header("ETag")
                    .orElseThrow();
            for (String state : List.of("cold", "hot", "hot")) {
                assertThat(get(neighbours.full, neighbours.own, rest, "If-None-Match: " + tag)
                                .status())
                        .as("%s, %s", rest, state)
                        .isEqualTo(200);
            }
        }
    }

    /** Both tenants have the same keys: all that is left to tell their tokens apart is the tenant. */
    @Test
    void pageTokenIsForItsTenantAndForAllItsCallers() {
        ApiKey key = new ApiKey(
                "pages", ApiKey.digest("k-pages"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        ApiKey second = new ApiKey(
                "second", ApiKey.digest("k-second"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        List<Tenant> pair = List.of("left", "right").stream()
                .map(id -> new Tenant(
                        id,
                        Optional.empty(),
                        List.of(key, second),
                        Thresholds.DEFAULT,
                        List.of(neighbours.connection(id, "drive"), neighbours.connection(id, "media"))))
                .toList();
        tenants.publish("pages", pair);
        neighbours.says("left", "1");
        neighbours.says("right", "2");
        Visitor reader = Visitor.withKeys("reader of both", "k-pages");
        String token = json(get(reader, "left", "/quotas?pageSize=1"))
                .path("nextPageToken")
                .asText();
        String next = "/quotas?pageSize=1&pageToken=" + token;

        int sameTenant = get(reader, "left", next).status();
        int sameTenantByAnotherKey =
                get(Visitor.withKeys("another", "k-second"), "left", next).status();
        int otherTenant = get(reader, "right", next).status();
        Answer stranger = get(neighbours.full, "left", next);
        tenants.publish("pages", List.of());

        assertThat(token).isNotEmpty();
        assertThat(List.of(sameTenant, sameTenantByAnotherKey, otherTenant)).containsExactly(200, 200, 400);
        assertThat(stranger.status()).isEqualTo(404);
    }

    @Test
    void pageOfTenantsIsForTheCallerThatGotIt() {
        String token = json(neighbours.shared.get(gateway, "/v1/tenants?pageSize=1"))
                .path("nextPageToken")
                .asText();

        assertThat(token).isNotEmpty();
        assertThat(neighbours
                        .foreigner
                        .get(gateway, "/v1/tenants?pageSize=1&pageToken=" + token)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void idempotencyKeyIsOfOneCaller() {
        Answer first = refresh(neighbours.full, neighbours.own, "Idempotency-Key: same");
        Answer again = refresh(neighbours.full, neighbours.own, "Idempotency-Key: same");
        Answer other = refresh(neighbours.refresher, neighbours.own, "Idempotency-Key: same");

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status())
                .as("cools down, as the answer is not its own")
                .isEqualTo(429);
    }

    @Test
    void idempotencyKeyIsOfOneTenant() {
        Visitor both = neighbours.limited("unlimited", "1000/PT1S");
        tenants.publish(
                "both",
                List.of(new Tenant(
                        "both",
                        Optional.empty(),
                        List.of(new ApiKey(
                                "both",
                                ApiKey.digest(both.credentials().get(0).substring("X-API-Key: ".length())),
                                Set.of(Permission.REFRESH),
                                Optional.empty(),
                                Optional.empty())),
                        Thresholds.DEFAULT,
                        List.of())));

        Answer own = refresh(both, neighbours.own, "Idempotency-Key: same");
        Answer other = refresh(both, "both", "Idempotency-Key: same");
        tenants.publish("both", List.of());

        assertThat(json(own).path("sources")).hasSize(2);
        assertThat(json(other).path("sources")).isEmpty();
    }

    @Test
    void coolDownOfOneTenantIsNoneOfAnother() {
        assertThat(refresh(neighbours.full, neighbours.own).status()).isEqualTo(202);

        assertThat(refresh(neighbours.foreigner, neighbours.foreign).status()).isEqualTo(202);
        assertThat(refresh(neighbours.full, neighbours.own).status()).isEqualTo(429);
    }

    @Test
    void limitOfOneCallerIsUsedUpByNobodyElse() {
        Visitor poor = neighbours.limited("poor", "2/PT1H");
        Visitor rich = neighbours.limited("rich", "2/PT1H");

        List<Integer> statuses = List.of(
                get(poor, neighbours.own, "/quotas").status(),
                get(poor, neighbours.own, "/quotas").status(),
                get(poor, neighbours.own, "/quotas").status());

        assertThat(statuses).containsExactly(200, 200, 429);
        assertThat(get(rich, neighbours.own, "/quotas").status()).isEqualTo(200);
    }

    /** The same vendor, account and password: nobody goes by somebody else's login. */
    @Test
    void eachTenantLogsInForItself() {
        try (VendorStub zstack =
                VendorStub.answering(request -> request.method().equals("PUT")
                        ? Reply.json("{\"inventory\":{\"uuid\":\"0123456789abcdef0123456789abcdef\"}}")
                        : Reply.json(Answers.read("zstack/usages.json")))) {
            ApiKey key = new ApiKey(
                    "vms", ApiKey.digest("k-vms"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
            Connection any = TestConnections.connection(
                    "any",
                    "vms",
                    "zstack",
                    zstack.url(),
                    Map.of("organizationUuid", List.of("9636f37046a63657b26cb28ed8cbc38a")),
                    Map.of("accountName", "admin", "password", "s3cr3t"));
            tenants.publish(
                    "vms",
                    List.of("vms-1", "vms-2").stream()
                            .map(id -> new Tenant(
                                    id, Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(of(id, any))))
                            .toList());
            Visitor reader = Visitor.withKeys("reader", "k-vms");

            List<Integer> statuses = List.of(
                    get(reader, "vms-1", "/quotas").status(),
                    get(reader, "vms-2", "/quotas").status());
            long logins = zstack.requests().stream()
                    .filter(request -> request.method().equals("PUT"))
                    .count();
            tenants.publish("vms", List.of());

            assertThat(statuses).containsExactly(200, 200);
            assertThat(logins).isEqualTo(2);
        }
    }

    private static Connection of(String tenant, Connection other) {
        return new Connection(
                new ConnectionKey(tenant, other.id(), other.key().definition()),
                other.provider(),
                other.endpoint(),
                other.freshFor(),
                other.staleFor(),
                other.refresh(),
                other.settings(),
                other.credentials());
    }

    @Test
    void logNamesOnlyTheTenantThatIsAskedFor() {
        try (LogRecords log = LogRecords.listen("quotagate.audit", "io.quotagate")) {
            ((MovableClock) clock).pass(Duration.ofHours(2));
            refresh(neighbours.shared, neighbours.third);
            refresh(neighbours.shared, neighbours.own);
            get(neighbours.shared, neighbours.foreign, "/quotas");
            get(neighbours.shared, neighbours.absent, "/quotas");

            List<String> audit = log.of("quotagate.audit");
            assertThat(audit)
                    .filteredOn(line -> line.contains("\"event\":\"refresh\""))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("\"tenant\":\"" + neighbours.third + "\"")
                            .doesNotContain(neighbours.foreign));
            assertThat(denial(audit, neighbours.foreign)).isEqualTo(denial(audit, neighbours.absent));
            assertThat(audit)
                    .filteredOn(line -> line.contains("missing_scope"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("\"tenant\":\"" + neighbours.own + "\""));
            assertThat(log.records()).allSatisfy(record -> {
                // In fields is what the line itself says.
                assertThat(record.getMdcCopy())
                        .containsOnlyKeys(record.getMdcCopy().isEmpty() ? new String[0] : FIELDS);
                record.getMdcCopy()
                        .values()
                        .forEach(value ->
                                assertThat(record.getFormattedMessage()).contains(value));
            });
        }
    }

    private static final String[] FIELDS = {"tenant", "connection"};

    private static String denial(List<String> audit, String tenant) {
        return audit.stream()
                .filter(line -> line.contains("\"tenant\":\"" + tenant + "\""))
                .findFirst()
                .orElseThrow()
                .replace(tenant, "…");
    }

    @Test
    void refreshIsAuditedWithItsTenantAlone() {
        try (LogRecords log = LogRecords.listen("quotagate.audit")) {
            assertThat(refresh(neighbours.shared, neighbours.third).status()).isEqualTo(202);

            assertThat(log.of("quotagate.audit"))
                    .filteredOn(line -> line.contains("\"event\":\"refresh\""))
                    .singleElement()
                    .satisfies(line -> assertThat(tenantsIn(line)).containsExactly(neighbours.third));
        }
    }

    /** Wherever they stand in a line but in the name of the key, which begins with the tenant that it was found at first. */
    private List<String> tenantsIn(String line) {
        try {
            JsonNode entry = new ObjectMapper().readTree(line);
            String all = entry.toString().replace(entry.path("caller").toString(), "");
            return List.of(neighbours.own, neighbours.foreign, neighbours.third).stream()
                    .filter(all::contains)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void noMeterNamesATenantOrAConnection() {
        get(neighbours.full, neighbours.own, "/quotas");
        get(neighbours.foreigner, neighbours.own, "/quotas");
        refresh(neighbours.foreigner, neighbours.foreign);

        assertThat(meters.getMeters())
                // The framework's timer of requests, which is off but in tests.
                .filteredOn(meter -> !meter.getId().getName().equals("http.server.requests"))
                .extracting(meter -> meter.getId().toString())
                .isNotEmpty()
                .noneMatch(id -> id.contains(neighbours.own)
                        || id.contains(neighbours.foreign)
                        || id.contains("=drive)")
                        || id.contains("=media)"));
    }
}
