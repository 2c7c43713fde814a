package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.HostileVendor.Script;
import io.quotagate.provider.Observation;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorStub.Reply;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What a vendor sends that nobody asked for is never the answer to somebody else's question. */
@QuarkusTest
class UnaskedAnswersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @All
    List<QuotaProvider> providers;

    @Inject
    VendorHttp http;

    private List<Observation> fetchAll(String tenant, HostileVendor vendor) {
        Siege siege = new Siege(providers, http);
        return FourVendors.connections(tenant, vendor.url()).stream()
                .map(connection -> siege.fetch(connection).await().atMost(PATIENCE))
                .toList();
    }

    /** Other numbers, well-formed. */
    private static Reply poison(Reply healthy) {
        String json = new String(healthy.body(), StandardCharsets.UTF_8);
        return Reply.json(json.replaceAll("(\"(userCount|size|Left|used)\"\\s*:\\s*\"?)", "$1" + "9"));
    }

    @Test
    void answerBehindAnAnswerIsNotTakenForTheNextOne() {
        Script twice = (request, wire) -> {
            Reply healthy = FourVendors.healthy(request);
            wire.send(healthy.with("Connection", "keep-alive"));
            wire.send(poison(healthy).with("Connection", "keep-alive"));
        };
        try (HostileVendor vendor = new HostileVendor(twice)) {
            List<Observation> first = fetchAll("acme", vendor);
            List<Observation> second = fetchAll("globex", vendor);

            assertThat(quotas(second)).isEqualTo(quotas(first)).isEqualTo(healthy());
        }
    }

    @Test
    void connectionThatIsOneAnswerBehindServesNobodyElse() {
        Set<HostileWire> used = ConcurrentHashMap.newKeySet();
        Script behind = (request, wire) -> {
            Reply healthy = FourVendors.healthy(request);
            wire.send((used.add(wire) ? healthy : poison(healthy)).with("Connection", "keep-alive"));
        };
        try (HostileVendor vendor = new HostileVendor(behind)) {
            var unused = fetchAll("acme", vendor);
            List<Observation> others = fetchAll("globex", vendor);

            assertThat(quotas(others)).isEqualTo(healthy());
            assertThat(vendor.connections())
                    .as("one for each call")
                    .isEqualTo(vendor.requests().size());
        }
    }

    private List<?> healthy() {
        try (HostileVendor vendor = new HostileVendor(Script.healthy())) {
            return quotas(fetchAll("acme", vendor));
        }
    }

    private static List<?> quotas(List<Observation> observations) {
        return observations.stream().map(Observation::quotas).toList();
    }

    @Test
    void cookieIsNeverSentBack() {
        Script cookies =
                (request, wire) -> wire.send(FourVendors.healthy(request).with("Set-Cookie", "a=b; Path=/"));
        try (HostileVendor vendor = new HostileVendor(cookies)) {
            var unused = List.of(fetchAll("acme", vendor), fetchAll("acme", vendor));

            assertThat(vendor.requests())
                    .hasSizeGreaterThan(10)
                    .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("cookie"));
        }
    }
}
