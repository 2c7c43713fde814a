package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.count;
import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.QuotaChecks;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Rate;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Unit;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Those who ask before they act are told, and are asked back nothing. */
@QuarkusTest
class CheckApiTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();
    /** Nothing that means anything: the resource answers, not what stands before it. */
    private static final String UNUSUAL = "Prefer: respond-async";

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    QuotaChecks checks;

    @Inject
    CheckReader reader;

    @Inject
    MeterRegistry meters;

    @Inject
    Clock injected;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final String tenant = "checks-" + TENANTS.incrementAndGet();
    private final Connection one = FakeProvider.connection(tenant, "one");
    private final Connection two = FakeProvider.connection(tenant, "two");
    private final Visitor caller = Visitor.withKeys("caller", "k-" + tenant);

    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");

    @BeforeEach
    void publish() {
        clock = (MovableClock) injected;
        ApiKey key = new ApiKey(
                "key",
                ApiKey.digest("k-" + tenant),
                Set.of(Permission.READ, Permission.REFRESH),
                Optional.empty(),
                Optional.empty());
        tenants.publish(
                "test",
                List.of(new Tenant(tenant, Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(one, two))));
        vendor.says(one, stored("100", "10"));
        vendor.says(two, stored("200", "20"), count("fake.things", "10", "8"));
    }

    @CanIgnoreReturnValue
    private Answer ask(String body, String... headers) {
        return caller.ask(gateway, "POST", "/v1/tenants/" + tenant + "/quota-checks", List.of(headers), body);
    }

    private static String checks(String... checks) {
        return "{\"checks\":[" + String.join(",", checks) + "]}";
    }

    private static String bytes(String amount, String... more) {
        return "{\"metric\":\"storage.stored\",\"amount\":\"" + amount + "\",\"unit\":\"By\""
                + Stream.of(more).map(member -> "," + member).collect(Collectors.joining()) + "}";
    }

    /** What is answered, each time: cold, by the resource, and from memory. */
    private JsonPath decided(String... checks) {
        Answer cold = ask(checks(checks));
        Answer resource = ask(checks(checks), UNUSUAL);
        Answer hot = ask(checks(checks));

        assertThat(cold.status()).as(cold.text()).isEqualTo(200);
        assertThat(cold.header("Cache-Control")).contains("no-store");
        assertThat(cold.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(resource.body()).isEqualTo(cold.body());
        assertThat(lines(hot)).isEqualTo(lines(resource));
        return JsonPath.from(cold.body());
    }

    /** In whatever order and case the headers come. */
    private static List<String> lines(Answer answer) {
        return answer.text().toLowerCase(Locale.ROOT).lines().sorted().toList();
    }

    private List<String> wrong(String body) {
        Answer answer = ask(body);
        Answer resource = ask(body, UNUSUAL);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(resource).isEqualTo(answer);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(vendor.calls(one) + vendor.calls(two)).isZero();
        return JsonPath.from(answer.body()).getList("errors.name");
    }

    @Test
    void answerHasTheShapeOfTheContract() {
        String now = Times.text(clock.instant());

        Answer answer = ask(checks(bytes("100")));

        assertThat(answer.body().replace(now, "now")).isEqualTo("""
                {"complete":true,"checks":[{"decision":"allowed","candidates":[\
                {"quota":"two:storage.stored:organization","connection":"two","decision":"allowed",\
                "reason":"remaining","remaining":{"state":"known","value":"180","origin":"computed"},"unit":"By",\
                "decidedBy":"two:storage.stored:organization","observedAt":"now","stale":false},\
                {"quota":"one:storage.stored:organization","connection":"one","decision":"denied",\
                "reason":"remaining","remaining":{"state":"known","value":"90","origin":"computed"},"unit":"By",\
                "decidedBy":"one:storage.stored:organization","observedAt":"now","stale":false}]}]}""");
    }

    @Test
    void batchIsAnsweredInItsOrderFromOneRead() {
        JsonPath answer = decided(
                bytes("180"),
                bytes("181"),
                bytes("180", "\"connection\":\"one\""),
                bytes("1", "\"connection\":\"one\"", "\"provider\":\"zstack\""),
                bytes("1", "\"scope\":{\"level\":\"space\"}"),
                bytes("1", "\"scope\":{\"id\":\"x\",\"level\":\"organization\"}"),
                bytes("1", "\"scope\":null", "\"connection\":null", "\"provider\":\"fake\""));

        assertThat(answer.<String>getList("checks.decision"))
                .containsExactly("allowed", "denied", "denied", "unknown", "unknown", "unknown", "allowed");
        assertThat(answer.<List<String>>getList("checks.candidates.connection"))
                .containsExactly(
                        List.of("two", "one"),
                        List.of("two", "one"),
                        List.of("one"),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("two", "one"));
        assertThat(vendor.calls(one)).isEqualTo(1);
        assertThat(vendor.calls(two)).isEqualTo(1);
    }

    @Test
    void checksOfABatchAreNotAddedUp() {
        assertThat(decided(bytes("180"), bytes("180")).<String>getList("checks.decision"))
                .containsExactly("allowed", "allowed");
    }

    @Test
    void connectionThatIsLeftOutIsNeitherAskedNorWaitedFor() {
        vendor.hangs(two);

        assertThat(decided(bytes("90", "\"connection\":\"one\"")).<String>getList("checks.decision"))
                .containsExactly("allowed");
        assertThat(vendor.calls(two)).isZero();
    }

    @Test
    void metricThatNoProviderHasAsksNobody() {
        JsonPath answer = decided("{\"metric\":\"no.such\",\"amount\":\"1\",\"unit\":\"{vm}\"}");

        assertThat(answer.getBoolean("complete")).isTrue();
        assertThat(answer.getString("checks[0].decision")).isEqualTo("unknown");
        assertThat(answer.getList("checks[0].candidates")).isEmpty();
        assertThat(vendor.calls(one) + vendor.calls(two)).isZero();
    }

    @Test
    void connectionThatHasNoSuchScopeIsNeitherAskedNorWaitedFor() {
        vendor.hangs(two);

        JsonPath answer = decided(bytes("1", "\"scope\":{\"level\":\"space\"}"));

        assertThat(answer.getBoolean("complete")).isTrue();
        assertThat(answer.<List<String>>get("checks[0].withoutNumbers")).isNull();
        assertThat(vendor.calls(one) + vendor.calls(two)).isZero();
    }

    @Test
    void metricThatAVendorNamesItselfIsFound() {
        JsonPath answer = decided(
                "{\"metric\":\"fake.things\",\"amount\":\"2\",\"unit\":\"1\"}",
                "{\"metric\":\"fake.things\",\"amount\":\"2.1\",\"unit\":\"1\"}");

        assertThat(answer.<String>getList("checks.decision")).containsExactly("allowed", "denied");
    }

    @Test
    void unitOfAMetricThatAVendorNamesItselfIsKnownOnceItIsRead() {
        Answer answer = ask(checks(bytes("1"), "{\"metric\":\"fake.things\",\"amount\":\"2\",\"unit\":\"GiBy\"}"));
        Answer again = ask(checks(bytes("1"), "{\"metric\":\"fake.things\",\"amount\":\"2\",\"unit\":\"GiBy\"}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(JsonPath.from(answer.body()).<String>getList("errors.name")).containsExactly("checks[1].unit");
        assertThat(again).isEqualTo(answer);
    }

    @Test
    void settingIsNothingToBeUsed() {
        vendor.says(
                one,
                new Quota(
                        new Metric("fake.size"),
                        Kind.SETTING,
                        Unit.BYTE,
                        Scope.of(ScopeLevel.ORGANIZATION),
                        known("5"),
                        known("1"),
                        known("4"),
                        Set.of()));

        JsonPath answer = decided("{\"metric\":\"fake.size\",\"amount\":\"1\",\"unit\":\"By\"}");

        assertThat(answer.getString("checks[0].decision")).isEqualTo("unknown");
        assertThat(answer.getList("checks[0].candidates")).isEmpty();
    }

    @Test
    void deadVendorMakesADenialUnknownAndIsNamed() {
        vendor.fails(one, Reason.UNAVAILABLE);

        JsonPath answer = decided(bytes("100"), bytes("181"));

        assertThat(answer.getBoolean("complete")).isFalse();
        assertThat(answer.<String>getList("checks.decision")).containsExactly("allowed", "unknown");
        assertThat(answer.<List<String>>getList("checks.withoutNumbers"))
                .containsExactly(List.of("one"), List.of("one"));
    }

    @Test
    void nothingUsableIsUnknownAndNoError() {
        vendor.fails(one, Reason.UNAVAILABLE);
        vendor.fails(two, Reason.UNAUTHORIZED);

        JsonPath answer = decided(bytes("1"));

        assertThat(answer.getString("checks[0].decision")).isEqualTo("unknown");
        assertThat(answer.getList("checks[0].candidates")).isEmpty();
        assertThat(answer.<String>getList("checks[0].withoutNumbers")).containsExactly("one", "two");
    }

    @Test
    void staleNumbersAreLabelledAndRefreshed() {
        ask(checks(bytes("1")));
        vendor.says(one, stored("100", "99.5"));
        vendor.fails(two, Reason.UNAVAILABLE);
        clock.pass(Duration.ofSeconds(61));

        JsonPath stale = JsonPath.from(ask(checks(bytes("10"))).body());
        Patience.until(
                "the new numbers",
                () -> !JsonPath.from(ask(checks(bytes("10"))).body())
                        .getString("checks[0].candidates.find { it.connection == 'one' }.remaining.value")
                        .equals("90"));
        JsonPath refreshed = JsonPath.from(ask(checks(bytes("10"))).body());

        assertThat(stale.<Boolean>getList("checks[0].candidates.stale")).containsExactly(true, true);
        assertThat(refreshed.<String>getList("checks[0].candidates.connection")).containsExactly("two", "one");
        assertThat(refreshed.<Boolean>getList("checks[0].candidates.stale")).containsExactly(true, false);
        assertThat(refreshed.<String>getList("checks[0].candidates.decision")).containsExactly("allowed", "denied");
    }

    @Test
    void newNumbersAreSeenByTheNextCheck() {
        ask(checks(bytes("90", "\"connection\":\"one\"")));
        ask(checks(bytes("90", "\"connection\":\"one\"")));
        vendor.says(one, stored("100", "50"));

        Answer forced = ask(checks(bytes("90", "\"connection\":\"one\"")), "Cache-Control: no-cache");
        Answer after = ask(checks(bytes("90", "\"connection\":\"one\"")));

        assertThat(JsonPath.from(forced.body()).getString("checks[0].decision")).isEqualTo("denied");
        assertThat(after.body()).isEqualTo(forced.body());
    }

    @Test
    void callersTermsCount() {
        vendor.hangs(one);

        Answer memory = ask(checks(bytes("1")), "Cache-Control: only-if-cached");
        int asked = vendor.calls(one);
        Answer impatient = ask(checks(bytes("180")), "Prefer: wait=0");

        assertThat(memory.status()).isEqualTo(200);
        assertThat(JsonPath.from(memory.body()).<String>getList("checks[0].withoutNumbers"))
                .containsExactly("one", "two");
        assertThat(asked).isZero();
        assertThat(impatient.status()).isEqualTo(200);
        assertThat(impatient.header("Preference-Applied")).contains("wait=0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                  | body
            []                                                                  | body
            null                                                                | body
            "checks"                                                            | body
            {"checks":[]                                                        | body
            {"checks":[]} x                                                     | body
            {"checks":[{]}                                                      | body
            {}                                                                  | checks
            {"checks":[]}                                                       | checks
            {"checks":{}}                                                       | checks
            {"checks":null}                                                     | checks
            {"checks":[1]}                                                      | checks[0]
            {"checks":[null]}                                                   | checks[0]
            {"checks":[[]]}                                                     | checks[0]
            """)
    void whatIsNoBatchIsNamed(String body, String name) {
        assertThat(wrong(body.isEmpty() ? " " : body)).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.0",
                "-1",
                "+1",
                "1e3",
                "1.",
                ".5",
                "",
                " 1",
                "1 ",
                "0x10",
                "1_000",
                "NaN",
                "Infinity",
                "１",
                "1.000000000000000000001",
                "10000000000000000000000000000000000000000"
            })
    void amountIsADecimalNumberAboveZero(String amount) {
        assertThat(wrong(checks(bytes(amount)))).containsExactly("checks[0].amount");
    }

    @Test
    void longestAmountIsCounted() {
        assertThat(decided(bytes("9".repeat(40) + "." + "9".repeat(20))).getString("checks[0].decision"))
                .isEqualTo("denied");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"metric":"storage.stored","amount":1,"unit":"By"}                             | amount
            {"metric":"storage.stored","amount":null,"unit":"By"}                          | amount
            {"metric":"storage.stored","unit":"By"}                                        | amount
            {"metric":7,"amount":"1","unit":"By"}                                          | metric
            {"metric":"","amount":"1","unit":"By"}                                         | metric
            {"metric":" ","amount":"1","unit":"By"}                                        | metric
            {"metric":"a\\u0000","amount":"1","unit":"By"}                                 | metric
            {"metric":"storage.stored","amount":"1","unit":"bytes"}                        | unit
            {"metric":"storage.stored","amount":"1","unit":["By"]}                         | unit
            {"metric":"storage.stored","amount":"1","unit":"{user}"}                       | unit
            {"metric":"storage.stored","amount":"1","unit":"GiBy.d"}                       | unit
            {"metric":"users","amount":"1","unit":"By"}                                    | unit
            {"metric":"storage.default-size","amount":"1","unit":"1"}                      | unit
            {"metric":"objectstorage.storage-time","amount":"1","unit":"GBy"}              | unit
            {"metric":"storage.stored","amount":"1","unit":"By","connection":"three"}      | connection
            {"metric":"storage.stored","amount":"1","unit":"By","connection":1}            | connection
            {"metric":"storage.stored","amount":"1","unit":"By","provider":"acme"}         | provider
            {"metric":"storage.stored","amount":"1","unit":"By","scope":"organization"}    | scope
            {"metric":"storage.stored","amount":"1","unit":"By","scope":{}}                | scope.level
            {"metric":"storage.stored","amount":"1","unit":"By","scope":{"level":null}}    | scope.level
            {"metric":"storage.stored","amount":"1","unit":"By","scope":{"level":"world"}} | scope.level
            {"metric":"storage.stored","amount":"1","unit":"By","scope":{"level":"space","id":""}}  | scope.id
            {"metric":"storage.stored","amount":"1","unit":"By","scope":{"level":"space","ids":[]}} | scope.ids
            {"metric":"storage.stored","amount":"1","unit":"By","scope":{"level":"space","level":"space"}} | scope.level
            {"metric":"storage.stored","amount":"1","unit":"By","unit":"By"}               | unit
            {"metric":"storage.stored","amount":"1","unit":"By","un\\u0069t":"By"}         | unit
            {"metric":"storage.stored","amount":"1","unit":"By","Unit":"By"}               | Unit
            {"metric":"storage.stored","amount":"1","unit":"By","scope.level":"space"}     | scope.level
            """)
    void whatIsWrongWithACheckIsNamed(String check, String name) {
        assertThat(wrong(checks(bytes("1"), check))).containsExactly("checks[1]." + name);
    }

    @Test
    void everythingWrongIsNamedAtOnce() {
        assertThat(wrong(
                        "{\"check\":1,\"checks\":[{\"amount\":\"0\",\"unit\":\"bit\",\"connection\":\"nine\",\"x\":{\"y\":"
                                + "[1,2]}},true," + bytes("1") + ",{\"metric\":\"users\",\"unit\":\"By\"}]}"))
                .containsExactlyInAnyOrder(
                        "check",
                        "checks[0].metric",
                        "checks[0].amount",
                        "checks[0].unit",
                        "checks[0].connection",
                        "checks[0].x",
                        "checks[1]",
                        "checks[3].amount",
                        "checks[3].unit");
    }

    @Test
    void aThousandMistakesAreEnough() {
        assertThat(wrong("{" + "\"a\":0,".repeat(15_000) + "\"checks\":[]}")).hasSize(1_000);
    }

    @Test
    void aHundredChecksAreNotTooMany() {
        String hundred = (bytes("1") + ",").repeat(99) + bytes("1");

        assertThat(wrong(checks(hundred, bytes("1")))).containsExactly("checks");
        assertThat(decided(hundred).getList("checks")).hasSize(100);
    }

    @Test
    void onlyTheBestCandidatesAreListedAndTheOthersCounted() {
        vendor.says(
                one,
                IntStream.range(0, 150)
                        .mapToObj(at -> stored(
                                Scope.of(ScopeLevel.SPACE, "s" + at), known("1000"), known(Integer.toString(at))))
                        .toArray(Quota[]::new));
        String hundred = (bytes("851", "\"connection\":\"one\"") + ",").repeat(99) + bytes("1000");

        JsonPath answer = decided(hundred);
        JsonPath alone = decided(bytes("851"));

        assertThat(answer.getList("checks[0].candidates")).hasSize(100);
        assertThat(answer.getInt("checks[0].omitted")).isEqualTo(50);
        assertThat(answer.getString("checks[0].candidates[0].quota")).isEqualTo("one:storage.stored:space:s0");
        assertThat(answer.getString("checks[99].decision")).isEqualTo("allowed");
        assertThat(alone.getList("checks[0].candidates")).hasSize(151);
        assertThat(alone.<Integer>get("checks[0].omitted")).isNull();
    }

    @Test
    void onlyWhatIsAtHandIsAnsweredWithoutTheResource() {
        Tenant published = tenants.find(tenant).orElseThrow();
        List<QuotaCheck> check = reader.read(checks(bytes("1")).getBytes(StandardCharsets.UTF_8), published);
        List<QuotaCheck> other =
                reader.read(checks(bytes("1", "\"connection\":\"two\"")).getBytes(StandardCharsets.UTF_8), published);

        boolean before = checks.recall(published, check) == null;
        ask(checks(bytes("1", "\"connection\":\"one\"")));
        boolean half = checks.recall(published, check) == null;
        ask(checks(bytes("1")));
        boolean after = checks.recall(published, check) == null;
        clock.pass(Duration.ofSeconds(60));
        boolean old = checks.recall(published, other) == null;

        assertThat(List.of(before, half, after, old)).containsExactly(true, true, false, true);
    }

    @Test
    void checksCountAgainstTheLimitOfTheirCaller() {
        ApiKey key = new ApiKey(
                "limited",
                ApiKey.digest("k-limited-" + tenant),
                Set.of(Permission.READ),
                Optional.empty(),
                Optional.of(Rate.parse("3/PT1M")));
        tenants.publish(
                "limited",
                List.of(new Tenant(
                        tenant + "-limited", Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(one))));
        Visitor limited = Visitor.withKeys("limited", "k-limited-" + tenant);
        double decided = allowed();
        String target = "/v1/tenants/" + tenant + "-limited/quota-checks";

        List<Answer> answers = IntStream.range(0, 4)
                .mapToObj(at -> limited.ask(gateway, "POST", target, List.of(), checks(bytes("1"))))
                .toList();
        tenants.publish("limited", List.of());

        assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 200, 429);
        assertThat(allowed() - decided)
                .as("nothing is decided of what is refused")
                .isEqualTo(3);
        assertThat(answers.get(1).header("RateLimit"))
                .hasValueSatisfying(left -> assertThat(left).startsWith("\"default\";r=1;"));
    }

    private double allowed() {
        return meters.get("quotagate.checks")
                .tag("decision", "allowed")
                .counter()
                .count();
    }

    @Test
    void ruleSaysWhatWouldBeRight() {
        Answer answer = ask(checks(
                "{\"metric\":\"users\",\"amount\":\"1\",\"unit\":\"By\"}",
                "{\"metric\":\"users\",\"amount\":\"1\",\"unit\":\"people\"}"));

        Map<String, String> details = JsonPath.from(answer.body()).<Map<String, String>>getList("errors").stream()
                .collect(Collectors.toMap(error -> error.get("name"), error -> error.get("detail")));
        assertThat(details.get("checks[0].unit")).endsWith("must be one of {user}");
        assertThat(details.get("checks[1].unit")).contains("By, kBy, MBy", "GiBy", "{user}", "GBy.d");
    }

    @Test
    void otherMediaTypesParametersAndSizesAreRefused() {
        String target = "/v1/tenants/" + tenant + "/quota-checks";
        String head = " HTTP/1.1\r\nHost: gateway\r\nX-API-Key: k-" + tenant + "\r\nConnection: close\r\n";

        assertThat(RawHttp.send(gateway, "POST " + target + head + "Content-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415");
        assertThat(RawHttp.send(
                        gateway, "POST " + target + head + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 415");
        assertThat(RawHttp.send(
                        gateway,
                        "POST " + target + "?x=1" + head
                                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 400");
        assertThat(ask(" ".repeat(140_000)).status()).isEqualTo(413);
        assertThat(RawHttp.send(
                        gateway,
                        "POST " + target + head
                                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(checks(bytes("1")).length()) + "\r\n" + checks(bytes("1"))
                                + "\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void sandboxIsChecked() {
        Visitor sandbox = Visitor.withKeys("sandbox", "sandbox");
        String body = checks(
                "{\"metric\":\"storage.stored\",\"amount\":\"1\",\"unit\":\"GiBy\",\"connection\":\"drive\"}",
                "{\"metric\":\"users\",\"amount\":\"81\",\"unit\":\"{user}\",\"provider\":\"koodrive\"}",
                "{\"metric\":\"objectstorage.download-traffic\",\"amount\":\"1\",\"unit\":\"By\"}",
                "{\"metric\":\"compute.vcpu\",\"amount\":\"1\",\"unit\":\"{vcpu}\"}",
                "{\"metric\":\"storage.reserved\",\"amount\":\"1\",\"unit\":\"TiBy\"}",
                "{\"metric\":\"storage.stored\",\"amount\":\"1\",\"unit\":\"By\",\"connection\":\"media\"}");

        JsonPath answer =
                JsonPath.from(sandbox.ask(gateway, "POST", "/v1/tenants/sandbox/quota-checks", List.of(), body)
                        .body());

        assertThat(answer.<String>getList("checks[0].candidates.quota"))
                .containsExactly(
                        "drive:storage.stored:department",
                        "drive:storage.stored:group",
                        "drive:storage.stored:personal");
        assertThat(answer.getString("checks[1].decision")).isEqualTo("denied");
        assertThat(answer.getString("checks[2].candidates[0].reason")).isEqualTo("account_arrears");
        assertThat(answer.<String>getList("checks.decision"))
                .containsExactly("allowed", "denied", "denied", "allowed", "unknown", "allowed");
    }
}
