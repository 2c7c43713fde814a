package io.quotagate;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.HostileVendor.Script;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers see while all vendors are hostile: the last good numbers, and why there are no newer ones. */
@QuarkusTest
class HostileGatewayTest {

    private static final String KEY = "k-besieged";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final List<String> PROVIDERS = List.of("koodrive", "tencent-smh", "ucloud-ufile", "zstack");
    /** Longer than the test's fetch timeout. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Inject
    Tenants tenants;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry meters;

    private final HostileVendor vendor = new HostileVendor(Script.healthy());

    @BeforeEach
    void publish() {
        ApiKey key = new ApiKey("ci", ApiKey.digest(KEY), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "besieged",
                List.of(new Tenant(
                        "besieged",
                        Optional.empty(),
                        List.of(key),
                        Thresholds.DEFAULT,
                        FourVendors.connections("besieged", vendor.url()))));
    }

    @AfterEach
    void leave() {
        tenants.publish("besieged", List.of());
        vendor.close();
    }

    private static JsonPath read() {
        return given().header("X-API-Key", KEY)
                .get("/v1/tenants/besieged/quotas")
                .jsonPath();
    }

    private static Map<String, Object> numbers(JsonPath report) {
        return report.getList("quotas").stream()
                .map(quota -> (Map<?, ?>) quota)
                .collect(Collectors.toMap(
                        quota -> (String) quota.get("id"),
                        quota -> List.of(quota.get("limit"), quota.get("used"), quota.get("remaining"))));
    }

    private static List<Object> problems(JsonPath report) {
        return report.getList("sources.problem.reason").stream()
                .filter(Objects::nonNull)
                .toList();
    }

    private Map<String, Long> counted(String outcome) {
        ToLongFunction<String> count = provider ->
                meters.find("quotagate.fetch").tags("provider", provider, "outcome", outcome).timers().stream()
                        .mapToLong(Timer::count)
                        .sum();
        return PROVIDERS.stream().collect(Collectors.toMap(provider -> provider, count::applyAsLong));
    }

    static Stream<Arguments> hostilities() {
        return Stream.of(
                of(
                        "contract_violation",
                        "a page of HTML",
                        (request, wire) -> wire.send(OK + "Content-Length: 6\r\n\r\n<html>")),
                of("contract_violation", "a flood of bytes", (request, wire) -> {
                    wire.send(OK + "\r\n");
                    wire.flood(" ");
                }),
                of(
                        "contract_violation",
                        "a flood of interim answers",
                        (request, wire) -> wire.flood("HTTP/1.1 100 x\r\n\r\n")),
                of(
                        "contract_violation",
                        "a redirect",
                        (request, wire) -> wire.send("HTTP/1.1 307 x\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")),
                of("contract_violation", "no HTTP", (request, wire) -> wire.send("220 smtp\r\n\r\n")),
                of(
                        "contract_violation",
                        "another charset",
                        (request, wire) -> wire.send(
                                FourVendors.healthy(request).with("Content-Type", "application/json;charset=GBK"))),
                of("unavailable", "a reset", (request, wire) -> {
                    wire.send(OK + "Content-Length: 100\r\n\r\n{");
                    wire.reset();
                }),
                of("unavailable", "nothing", (request, wire) -> wire.halfClose()),
                of("timeout", "a drip", (request, wire) -> {
                    wire.send(OK + "\r\n");
                    wire.drip(" ");
                }));
    }

    private static Arguments of(String reason, String name, Script script) {
        Named<Script> hostility = named(name, script);
        return Arguments.of(reason, hostility);
    }

    @ParameterizedTest
    @MethodSource("hostilities")
    void lastGoodNumbersStandInForWhatAHostileVendorSays(String reason, Script hostile) {
        JsonPath good = read();
        Map<String, Long> before = counted(reason);
        vendor.script(hostile);
        ((MovableClock) clock).pass(Duration.ofSeconds(61));

        Patience.until(
                LONGEST,
                reason,
                () -> read().getList("sources.problem.reason").equals(List.of(reason, reason, reason, reason)));
        JsonPath stale = read();

        assertThat(problems(stale)).containsOnly(reason);
        assertThat(good.getList("sources.status")).containsOnly("ok").hasSize(4);
        assertThat(stale.getList("sources.status")).containsOnly("stale").hasSize(4);
        assertThat(numbers(stale)).hasSizeGreaterThan(15).isEqualTo(numbers(good));
        assertThat(counted(reason))
                .allSatisfy((provider, count) ->
                        assertThat(count).as(provider).isGreaterThan(before.getOrDefault(provider, 0L)));
    }
}
