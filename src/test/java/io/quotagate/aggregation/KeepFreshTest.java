package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Credential;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Patience;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Rations;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KeepFreshTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Tenants served;

    @Inject
    Snapshots snapshots;

    @Inject
    Fetches fetches;

    @Inject
    Rations rations;

    @Inject
    FakeProvider vendor;

    @Inject
    Vertx vertx;

    @Inject
    Clock injected;

    /** Which the gateway under test does not know: it would look by itself, by a clock that others have moved. */
    private Tenants tenants = new Tenants(MovableClock.at("2026-11-21T03:00:00Z"), new Nobody<>());

    private final String tenant = "keep-fresh-" + TENANTS.incrementAndGet();
    private final Connection always = always("always");
    private final Connection onDemand = FakeProvider.connection(tenant, "on-demand");
    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");

    private Connection always(String id) {
        return always(id, Duration.ofMinutes(1));
    }

    private Connection always(String id, Duration freshFor) {
        return always(id, freshFor, Map.of());
    }

    private Connection always(String id, Duration freshFor, Map<String, Credential> credentials) {
        Connection plain = FakeProvider.connection(tenant, id);
        return new Connection(
                plain.key(),
                plain.provider(),
                plain.endpoint(),
                freshFor,
                plain.staleFor(),
                Connection.Refresh.ALWAYS,
                Map.of(),
                credentials);
    }

    @BeforeEach
    void publish() {
        clock = (MovableClock) injected;
        tenants = new Tenants(clock, new Nobody<>());
        publish(always, onDemand);
        vendor.says(always, TestQuotas.stored("10", "1"));
        vendor.says(onDemand, TestQuotas.stored("10", "1"));
    }

    @AfterEach
    void withdraw() {
        served.publish("keep-fresh", List.of());
    }

    private void publish(Connection... connections) {
        tenants.publish(
                "test",
                List.of(new Tenant(tenant, Optional.empty(), List.of(), Thresholds.DEFAULT, List.of(connections))));
    }

    private KeepFresh replica(long seed) {
        return new KeepFresh(tenants, snapshots, fetches, rations, clock, vertx, new SplittableRandom(seed));
    }

    /** Looks every second of a time. */
    private void pass(KeepFresh keeper, Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            keeper.look();
            awaitQuiet();
            clock.pass(Duration.ofSeconds(1));
        }
    }

    private void awaitQuiet() {
        List<Connection> mine = tenants.find(tenant).orElseThrow().connections();
        Patience.until("nothing is under way", () -> mine.stream().noneMatch(fetches::isUnderWay));
    }

    @Test
    void numbersAreAlwaysFreshWithoutReaders() {
        KeepFresh keeper = replica(1);
        pass(keeper, Duration.ofMinutes(1));

        for (int look = 0; look < 100; look++) {
            pass(keeper, Duration.ofSeconds(7));
            assertThat(snapshots.recall(always, Terms.USUAL).outcome()).isInstanceOf(Outcome.Fresh.class);
        }
        assertThat(vendor.calls(always)).as("760 s at 45 s to 57 s each").isBetween(13, 17);
        assertThat(vendor.calls(onDemand)).isZero();
    }

    @Test
    void gatewayThatTakesItsLeaveLeavesTheRestToTheNextOne() {
        KeepFresh keeper = replica(1);
        pass(keeper, Duration.ofMinutes(1));
        int before = vendor.calls(always);

        keeper.stop(new ShutdownDelayInitiatedEvent());
        pass(keeper, Duration.ofMinutes(2));

        assertThat(before).isPositive();
        assertThat(vendor.calls(always)).isEqualTo(before);
    }

    @Test
    void gatewayLooksByItself() {
        served.publish(
                "keep-fresh",
                List.of(new Tenant(tenant, Optional.empty(), List.of(), Thresholds.DEFAULT, List.of(always))));
        clock.pass(Duration.ofSeconds(15));

        Patience.until("it is asked", () -> vendor.calls(always) > 0);
    }

    @Test
    void momentsAreSpread() {
        Connection[] many = new Connection[50];
        for (int at = 0; at < many.length; at++) {
            many[at] = always("c" + at);
            vendor.says(many[at], TestQuotas.stored("10", "1"));
        }
        publish(many);
        KeepFresh keeper = replica(1);

        pass(keeper, Duration.ofSeconds(5));
        long early = asked(many);
        pass(keeper, Duration.ofSeconds(6));
        long all = asked(many);
        pass(keeper, Duration.ofSeconds(42));
        long again = List.of(many).stream().filter(one -> vendor.calls(one) > 1).count();

        assertThat(early).as("of 50 in 5 s of 10 s").isBetween(10L, 40L);
        assertThat(all).isEqualTo(50);
        assertThat(again)
                .as("of 50 for the second time, some 48 s after the first")
                .isBetween(5L, 45L);
    }

    private long asked(Connection... connections) {
        return List.of(connections).stream()
                .filter(one -> vendor.calls(one) > 0)
                .count();
    }

    @Test
    void whatIsFreshForAShortTimeIsRenewedInTimeToo() {
        Connection brief = always("brief", Duration.ofSeconds(4));
        publish(brief);
        vendor.says(brief, TestQuotas.stored("10", "1"));
        KeepFresh keeper = replica(1);
        pass(keeper, Duration.ofSeconds(5));

        for (int look = 0; look < 60; look++) {
            pass(keeper, Duration.ofSeconds(1));
            assertThat(snapshots.recall(brief, Terms.USUAL).outcome()).isInstanceOf(Outcome.Fresh.class);
        }
        assertThat(vendor.calls(brief)).as("65 s at 2 s to 3 s each").isBetween(20, 33);
    }

    @Test
    void whatIsFreshForAShortTimeIsFirstDueWithinIt() {
        Connection[] brief = new Connection[20];
        for (int at = 0; at < brief.length; at++) {
            brief[at] = always("brief" + at, Duration.ofSeconds(4));
            vendor.says(brief[at], TestQuotas.stored("10", "1"));
        }
        publish(brief);

        pass(replica(1), Duration.ofSeconds(4));

        assertThat(asked(brief)).isEqualTo(20);
    }

    @Test
    void connectionsOfOneCredentialDoNotCrowdIn() {
        Connection[] many = new Connection[20];
        for (int at = 0; at < many.length; at++) {
            // No other test logs in as this tenant.
            many[at] = always("c" + at, Duration.ofMinutes(1), Map.of("secret", Credential.of(tenant)))
                    .with(Ration.perCredential("1/PT1S"));
            vendor.says(many[at], TestQuotas.stored("10", "1"));
        }
        publish(many);
        KeepFresh keeper = replica(1);
        clock.pass(Duration.ofSeconds(15));

        keeper.look();
        awaitQuiet();

        assertThat(asked(many)).as("two calls last until the next look").isEqualTo(2);
    }

    @Test
    void failureIsRepairedWithoutReaders() {
        KeepFresh keeper = replica(1);
        pass(keeper, Duration.ofSeconds(11));
        vendor.fails(always, Reason.UNAVAILABLE);
        Terms now = new Terms(Optional.empty(), Optional.of(Duration.ZERO), Terms.Source.ANY);
        var unused = snapshots.find(always, now).await().atMost(Duration.ofSeconds(5));
        vendor.says(always, TestQuotas.stored("10", "2"));

        pass(keeper, Duration.ofSeconds(3));

        assertThat(snapshots.recall(always, Terms.USUAL).outcome()).isInstanceOf(Outcome.Fresh.class);
        assertThat(vendor.calls(always)).isEqualTo(3);
    }

    @Test
    void replicasChooseDifferentMoments() {
        vendor.says(always, TestQuotas.stored("10", "1"));
        KeepFresh one = replica(1);
        KeepFresh other = replica(2);

        for (int second = 0; second < 600; second++) {
            one.look();
            other.look();
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(vendor.calls(always)).as("not twice as many as with one").isLessThanOrEqualTo(15);
    }

    @Test
    void failingVendorIsAskedAsOftenAsTheBackOffAllows() {
        KeepFresh keeper = replica(1);
        vendor.fails(always, Reason.UNAVAILABLE);

        pass(keeper, Duration.ofMinutes(5));

        assertThat(vendor.calls(always)).isBetween(15, 30);
    }
}
