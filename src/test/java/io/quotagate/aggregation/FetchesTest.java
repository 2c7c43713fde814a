package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.aggregation.Fetches.Urgency;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.FetchSettings;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Patience;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Rations;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a replica gets on with the others, who say here what a test has them say. */
@QuarkusTest
class FetchesTest {

    private static final AtomicInteger TENANTS = new AtomicInteger();

    @Inject
    Providers providers;

    @Inject
    Rations rations;

    @Inject
    RefreshConfig refreshConfig;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock injected;

    private final Connection connection = FakeProvider.connection("fetches-" + TENANTS.incrementAndGet(), "main");
    private final FetchConfig fetchConfig = FetchSettings.of(Map.of("timeout", "PT4S", "retry.percent", "0"));
    private final Others others = new Others();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LocalSnapshots local = new LocalSnapshots(new CacheOf(1_000_000), new SimpleMeterRegistry());
    private MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private Fetches fetches;
    private Snapshots snapshots;

    /** The other replicas. */
    private static final class Others implements SharedSnapshots {

        private final Queue<Uni<Claim>> claims = new ArrayDeque<>();
        private final AtomicInteger changes = new AtomicInteger();
        private CompletableFuture<Known> reading = new CompletableFuture<>();
        private int reads;
        private int releases;
        private CompletableFuture<Void> publishing = new CompletableFuture<>();

        @Override
        public Uni<Known> read(Connection connection) {
            reads++;
            return Uni.createFrom().completionStage(reading);
        }

        @Override
        public Uni<Claim> claim(Connection connection) {
            Uni<Claim> claim = claims.poll();
            return claim == null ? Uni.createFrom().item(mine(Known.NOTHING)) : claim;
        }

        @Override
        public Uni<Void> publish(Connection connection, Claim claim, Known known) {
            return Uni.createFrom().completionStage(publishing);
        }

        @Override
        public Uni<Void> release(Connection connection, Claim claim) {
            return Uni.createFrom().voidItem().invoke(() -> releases++);
        }

        @Override
        public Uni<Void> change(Connection connection) {
            changes.incrementAndGet();
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Optional<Duration>> coolDown(Connection connection, Duration length) {
            return Uni.createFrom().item(Optional.empty());
        }

        private static Claim mine(Known known) {
            return new Claim(Claim.State.MINE, "token", known);
        }

        private static Claim theirs(Known known) {
            return new Claim(Claim.State.THEIRS, "", known);
        }
    }

    @BeforeEach
    void make() {
        clock = (MovableClock) injected;
        FetchMetrics metrics = new FetchMetrics(registry);
        fetches = new Fetches(
                local,
                others,
                providers,
                rations,
                fetchConfig,
                refreshConfig,
                metrics,
                TestConnections.nobodysSpans(),
                new SplittableRandom(1),
                clock,
                clock);
        snapshots = new Snapshots(local, others, fetches, refreshConfig, metrics, clock);
        vendor.says(connection, TestQuotas.stored("10", "1"));
    }

    private Known observedNow(String used) {
        return new Known(
                SnapshotCodec.pack(new Snapshot(
                        clock.instant(),
                        clock.nanos(),
                        List.of(TestQuotas.stored("10", used)),
                        Account.of(AccountState.ACTIVE),
                        Optional.empty())),
                null);
    }

    private UniAssertSubscriber<Found> fetch(Connection connection, long since, Urgency urgency) {
        return fetches.fetch(connection, since, urgency, Retrieval.MISS)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private static Found await(UniAssertSubscriber<Found> reader) {
        return reader.awaitItem(Duration.ofSeconds(5)).getItem();
    }

    @Test
    void whoeverIsRefusedAgainTakesWhatTheRefusalBrings() {
        others.claims.add(Uni.createFrom().item(Others.theirs(Known.NOTHING)));
        others.claims.add(Uni.createFrom().item(Others.theirs(observedNow("7"))));

        Found found = await(fetch(connection, clock.nanos() - 1, Urgency.DUE));

        assertThat(found.outcome()).isInstanceOf(Outcome.Fresh.class);
        assertThat(found.retrieval()).isEqualTo(Retrieval.MISS_COLLAPSED);
        assertThat(others.changes).hasValue(1);
        assertThat(vendor.calls(connection)).isZero();
    }

    @Test
    void whoeverClaimsAfterSomebodyElseHasFetchedAsksNobody() {
        others.claims.add(Uni.createFrom().item(Others.theirs(Known.NOTHING)));
        others.claims.add(Uni.createFrom().item(Others.mine(observedNow("7"))));

        Found found = await(fetch(connection, clock.nanos() - 1, Urgency.DUE));

        assertThat(found.outcome()).isInstanceOf(Outcome.Fresh.class);
        assertThat(others.releases).isEqualTo(1);
        assertThat(vendor.calls(connection)).isZero();
    }

    @Test
    void readersDoNotWaitUntilTheOthersAreTold() {
        Found found = await(fetch(connection, clock.nanos(), Urgency.DUE));

        assertThat(found.outcome()).isInstanceOf(Outcome.Fresh.class);
        assertThat(others.publishing).isNotDone();
    }

    @Test
    void whoeverWantsNewerNumbersIsNotPutOffWithThoseThatSomebodyElseHad() {
        CompletableFuture<SharedSnapshots.Claim> claim = new CompletableFuture<>();
        others.claims.add(Uni.createFrom().completionStage(claim));
        Known theirs = observedNow("7");
        var due = fetch(connection, clock.nanos(), Urgency.DUE);
        clock.pass(Duration.ofSeconds(1));
        var forced = fetch(connection, clock.nanos(), Urgency.FORCED);

        claim.complete(Others.mine(theirs));

        assertThat(await(due).outcome()).isInstanceOf(Outcome.Fresh.class);
        assertThat(await(forced).outcome().snapshot().orElseThrow().observedNanos())
                .isEqualTo(clock.nanos());
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void refreshIsNotOverWithAFetchThatBeganBeforeIt() {
        CompletableFuture<Observation> slow = new CompletableFuture<>();
        Observation old = Observation.of(clock.instant(), List.of(TestQuotas.stored("10", "1")), Account.UNKNOWN);
        vendor.answers(connection, () -> Uni.createFrom().completionStage(slow));
        var due = fetch(connection, clock.nanos(), Urgency.DUE);
        clock.pass(Duration.ofSeconds(1));
        fetches.refresh(connection, clock.nanos(), Urgency.FORCED);
        vendor.says(connection, TestQuotas.stored("10", "2"));

        slow.complete(old);

        assertThat(await(due).outcome().snapshot().orElseThrow().observedAt()).isEqualTo(old.observedAt());
        assertThat(vendor.calls(connection)).isEqualTo(2);
        assertThat(local.find(connection.key()).snapshot())
                .extracting(PackedSnapshot::observedAt)
                .isEqualTo(clock.instant());
    }

    @Test
    void whoeverJoinsIsShownItsOwnVersionOfTheConnection() {
        CompletableFuture<Observation> slow = new CompletableFuture<>();
        vendor.answers(connection, () -> Uni.createFrom().completionStage(slow));
        Connection changed = new Connection(
                connection.key(),
                connection.provider(),
                connection.endpoint(),
                Duration.ofSeconds(7),
                connection.staleFor(),
                connection.refresh(),
                connection.settings(),
                connection.credentials());
        var first = fetch(connection, clock.nanos(), Urgency.DUE);
        var second = fetch(changed, clock.nanos(), Urgency.DUE);

        slow.complete(Observation.of(clock.instant(), List.of(), Account.UNKNOWN));

        assertThat(await(first).outcome().connection()).isSameAs(connection);
        assertThat(await(second).outcome().connection()).isSameAs(changed);
    }

    @Test
    void messageThatComesWhileTheStoreIsReadIsNotForgotten() {
        var reader = snapshots.known(connection).subscribe().withSubscriber(UniAssertSubscriber.create());

        local.outdate(connection.key());
        others.reading.complete(observedNow("7"));

        Known known = reader.awaitItem().getItem();
        assertThat(known.snapshot()).isNotNull();
        assertThat(known.isOutdated()).isTrue();
        assertThat(known.mark().isDropped())
                .as("nothing is rendered from it for long")
                .isTrue();
        assertThat(snapshots.known(connection).await().indefinitely().isOutdated())
                .isFalse();
        assertThat(others.reads).isEqualTo(2);
    }

    @Test
    void whatAnImpatientReaderWantsIsStillFetchedOnceTheStoreHasAnswered() {
        ReadConfig patient = Optional::empty;
        QuotaAggregator aggregator = new QuotaAggregator(snapshots, providers, patient, fetchConfig);
        Tenant tenant = new Tenant(
                connection.key().tenant(), Optional.empty(), List.of(), Thresholds.DEFAULT, List.of(connection));
        Terms now = new Terms(Optional.of(Duration.ZERO), Optional.empty(), Terms.Source.ANY);

        Reading early = aggregator.read(tenant, Ask.ALL, now).await().atMost(Duration.ofSeconds(5));
        others.reading.complete(Known.NOTHING);

        assertThat(early.report().isComplete()).isFalse();
        Patience.until("the vendor is asked", () -> vendor.calls(connection) == 1);
    }

    @Test
    void refreshThatMeetsAFailureDoesNotAskThatVendorAgainAtOnce() {
        CompletableFuture<Observation> slow = new CompletableFuture<>();
        vendor.answers(connection, () -> Uni.createFrom().completionStage(slow));
        var due = fetch(connection, clock.nanos(), Urgency.DUE);
        fetches.refresh(connection, clock.nanos() + 1, Urgency.FORCED);

        slow.completeExceptionally(new ProviderException(Reason.UNAVAILABLE, "scripted"));

        assertThat(await(due).outcome()).isInstanceOf(Outcome.Missing.class);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void refreshIsNotOverWithAFailureThatAnotherReplicaHad() {
        CompletableFuture<SharedSnapshots.Claim> claim = new CompletableFuture<>();
        others.claims.add(Uni.createFrom().completionStage(claim));
        var due = fetch(connection, clock.nanos(), Urgency.DUE);
        fetches.refresh(connection, clock.nanos(), Urgency.FORCED);

        claim.complete(Others.mine(new Known(null, failedNow())));

        assertThat(await(due).retrieval()).isEqualTo(Retrieval.HIT);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    private Failure failedNow() {
        return new Failure(
                Reason.UNAVAILABLE,
                "scripted",
                Optional.empty(),
                Optional.empty(),
                Optional.of(clock.instant()),
                Optional.of(clock.instant().plusSeconds(5)),
                clock.nanos() + Duration.ofSeconds(5).toNanos(),
                Failure.Wish.OURS,
                1);
    }

    @Test
    void whoeverWantsNewerNumbersWhileTheVendorIsAskedGetsThose() {
        CompletableFuture<Observation> slow = new CompletableFuture<>();
        Observation answer = Observation.of(clock.instant(), List.of(TestQuotas.stored("10", "1")), Account.UNKNOWN);
        vendor.answers(connection, () -> Uni.createFrom().completionStage(slow));
        var due = fetch(connection, clock.nanos(), Urgency.DUE);
        clock.pass(Duration.ofSeconds(1));
        var forced = fetch(connection, clock.nanos() + 1, Urgency.FORCED);

        slow.complete(answer);

        assertThat(await(due).retrieval()).isEqualTo(Retrieval.MISS);
        assertThat(await(forced).retrieval()).isEqualTo(Retrieval.MISS_COLLAPSED);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void whatWasLearnedWhileTheStoreWasReadNeedNotBeReadAgain() {
        var reader = snapshots.known(connection).subscribe().withSubscriber(UniAssertSubscriber.create());

        var unused = local.update(connection.key(), before -> observedNow("7"));
        others.reading.complete(Known.NOTHING);

        Known known = reader.awaitItem().getItem();
        assertThat(known.snapshot()).isNotNull();
        assertThat(known.isOutdated()).isFalse();
    }

    /** What the vendor says a second after it was asked, and a second before that arrives. */
    private Observation slowly() {
        clock.pass(Duration.ofSeconds(1));
        Observation answer = Observation.of(clock.instant(), List.of(TestQuotas.stored("10", "1")), Account.UNKNOWN);
        clock.pass(Duration.ofSeconds(1));
        return answer;
    }

    @Test
    void numbersAreAsOldAsTheVendorsAnswer() {
        long start = clock.nanos();
        vendor.answers(connection, () -> Uni.createFrom().item(slowly()));

        Found found = await(fetch(connection, start, Urgency.DUE));

        assertThat(found.outcome().snapshot().orElseThrow().observedNanos())
                .isEqualTo(start + Duration.ofSeconds(1).toNanos());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 3_600})
    void clockThatIsSetDuringAFetchMakesNumbersAsOldAsThatAndNoOlder(long seconds) {
        long start = clock.nanos();
        vendor.answers(connection, () -> {
            Observation answer = slowly();
            clock.step(Duration.ofSeconds(seconds));
            return Uni.createFrom().item(answer);
        });

        Found found = await(fetch(connection, start, Urgency.DUE));
        clock.step(Duration.ofSeconds(-seconds));

        assertThat(found.outcome().snapshot().orElseThrow().observedNanos()).isEqualTo(start);
    }

    @Test
    void vendorThatThrottlesAPartOfAFetchIsHeededToo() {
        ProviderException part = new ProviderException(Reason.RATE_LIMITED, "scripted");
        vendor.answers(
                connection,
                () -> Uni.createFrom()
                        .item(new Observation(clock.instant(), List.of(), Account.UNKNOWN, Optional.of(part))));

        assertThat(await(fetch(connection, clock.nanos(), Urgency.DUE)).outcome())
                .isInstanceOf(Outcome.Fresh.class);

        assertThat(registry.get("quotagate.vendor.throttled")
                        .tag("provider", connection.provider())
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private Failure forcedInVain() {
        clock.pass(Duration.ofSeconds(1));
        return await(fetch(connection, clock.nanos(), Urgency.FORCED))
                .outcome()
                .failure()
                .orElseThrow();
    }

    private Failure brokenOff() {
        vendor.fails(connection, Reason.UNAVAILABLE);
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThat(forcedInVain().reason()).isEqualTo(Reason.UNAVAILABLE);
        }
        return forcedInVain();
    }

    @Test
    void whoeverIsKeptFromTheVendorDuringItsBackOffIsToldOfTheFailureBefore() {
        Failure last = brokenOff();

        Failure failure = forcedInVain();

        assertThat(failure).isEqualTo(last);
        assertThat(failure.consecutiveFailures()).isEqualTo(5);
        assertThat(vendor.calls(connection)).isEqualTo(5);
    }

    @Test
    void whoeverIsKeptFromTheVendorAfterItsBackOffIsToldThatItIsLeftAlone() {
        Failure last = brokenOff();
        clock.pass(Duration.ofSeconds(15));

        Failure failure = await(fetch(connection, clock.nanos(), Urgency.DUE))
                .outcome()
                .failure()
                .orElseThrow();

        assertThat(failure.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
        assertThat(failure.consecutiveFailures()).isEqualTo(5);
        assertThat(failure.lastAttemptAt()).isEqualTo(last.lastAttemptAt());
        assertThat(failure.nextAttemptAt().orElseThrow()).isAfter(clock.instant());
        assertThat(vendor.calls(connection)).isEqualTo(5);
    }

    @Test
    void whoeverIsKeptFromAVendorThatFailsForOthersHasFailedNever() {
        for (int number = 0; number < 10; number++) {
            Connection other = FakeProvider.connection("others", "c" + number);
            vendor.answers(
                    other,
                    () -> Uni.createFrom().failure(new ProviderException(Reason.UNAVAILABLE, "scripted").ofEndpoint()));
            assertThat(await(fetch(other, clock.nanos(), Urgency.DUE)).outcome().failure())
                    .get()
                    .extracting(Failure::reason)
                    .isEqualTo(Reason.UNAVAILABLE);
        }

        Failure failure = await(fetch(connection, clock.nanos(), Urgency.DUE))
                .outcome()
                .failure()
                .orElseThrow();

        assertThat(failure.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
        assertThat(failure.consecutiveFailures()).isZero();
        assertThat(failure.lastAttemptAt()).isEmpty();
        assertThat(vendor.calls(connection)).isZero();
    }
}
