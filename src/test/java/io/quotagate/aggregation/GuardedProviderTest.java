package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Credential;
import io.quotagate.provider.Deadline;
import io.quotagate.provider.Endpoint;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.FetchSettings;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Patience;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Ration;
import io.quotagate.provider.Rations;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Timeline;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Account;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedProviderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00.123Z");
    private final FakeProvider vendor = FakeProvider.alone(clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Timeline time = new Timeline(clock);
    private final Rations rations = new Rations(new LocalBuckets(clock), time, clock);
    private final GuardedProvider guarded = guarded("timeout", "PT4S");

    @BeforeEach
    void mountSecret() {
        mount("old");
    }

    private GuardedProvider guarded(String setting, String value) {
        return new GuardedProvider(
                vendor, FetchSettings.of(Map.of(setting, value)), rations, new FetchMetrics(registry), clock);
    }

    private void mount(String secret) {
        try {
            Files.writeString(folder.resolve("token"), secret);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String mounted() {
        try {
            return Files.readString(folder.resolve("token"));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Connection connection() {
        return new Connection(
                new ConnectionKey("acme", "main", "v1"),
                FakeProvider.ID,
                new Endpoint(
                        URI.create("http://127.0.0.1:1"), Optional.empty(), Optional.empty(), Endpoint.Reach.GUARDED),
                Duration.ofSeconds(60),
                Duration.ofHours(24),
                Connection.Refresh.ON_DEMAND,
                Map.of(),
                Map.of("token", Credential.from(this::mounted)));
    }

    /** Takes only this secret. */
    private void vendorTakes(Connection connection, String secret) {
        vendor.answers(connection, () -> connection.secret("token").equals(secret) ? answer() : refusal());
    }

    private Uni<Observation> answer() {
        return Uni.createFrom().item(Observation.of(clock.instant(), List.of(), Account.UNKNOWN));
    }

    private static Uni<Observation> refusal() {
        return Uni.createFrom().failure(new ProviderException(Reason.UNAUTHORIZED, "scripted"));
    }

    private static ProviderException failure(GuardedProvider guarded, Connection connection) {
        Throwable failure = guarded.fetch(connection, Context.root())
                .map(observation -> new AssertionError("was answered"))
                .onFailure()
                .recoverWithItem(thrown -> new AssertionError(thrown))
                .await()
                .atMost(PATIENCE)
                .getCause();
        if (failure instanceof ProviderException exception) {
            return exception;
        }
        throw new AssertionError("no failure of a provider", failure);
    }

    @Test
    void refusedSecretIsReadAgainAndTheNewOneIsUsed() {
        Connection connection = connection();
        vendorTakes(connection, "new");
        mount("new");

        Observation observation =
                guarded.fetch(connection, Context.root()).await().atMost(PATIENCE);

        assertThat(observation.observedAt()).isEqualTo(clock.instant());
        assertThat(connection.secret("token")).isEqualTo("new");
        assertThat(vendor.farewells(connection)).isEqualTo(1);
        assertThat(vendor.calls(connection)).isEqualTo(2);
    }

    @Test
    void callsWithANewSecretAreCountedByIt() {
        Connection connection = connection().with(Ration.perCredential("1/PT2S"));
        rations.turn(connection, Deadline.in(PATIENCE, clock)).await().atMost(PATIENCE);
        assertThat(rations.refusal(connection, SHORT)).isPresent();
        vendorTakes(connection, "new");
        mount("new");

        assertThat(guarded.fetch(connection, Context.root()).await().atMost(PATIENCE))
                .isNotNull();

        assertThat(rations.refusal(connection, SHORT)).isEmpty();
    }

    @Test
    void vendorIsNotAskedWhereItsCallsWouldComeTooLate() {
        Connection connection = connection().with(Ration.perCredential("1/PT1M"));
        vendor.answers(connection, this::answer);
        rations.turn(connection, Deadline.in(PATIENCE, clock)).await().atMost(PATIENCE);

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.isUnasked()).isTrue();
        assertThat(vendor.calls(connection)).isZero();
    }

    @Test
    void refusedSecretThatHasNotChangedIsNotTriedAgain() {
        Connection connection = connection();
        vendorTakes(connection, "another");

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(vendor.calls(connection)).isEqualTo(1);
        assertThat(vendor.farewells(connection)).isZero();
    }

    @Test
    void newSecretThatIsRefusedTooIsNotTriedAThirdTime() {
        Connection connection = connection();
        vendorTakes(connection, "another");
        mount("new");

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(vendor.calls(connection)).isEqualTo(2);
    }

    @Test
    void secretWhoseFileIsGoneStaysRefused() throws IOException {
        Connection connection = connection();
        vendorTakes(connection, "new");
        Files.delete(folder.resolve("token"));

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "UNAUTHORIZED")
    void otherFailuresAreHandedOnAtOnce(Reason reason) {
        Connection connection = connection();
        vendor.fails(connection, reason);
        mount("new");

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(vendor.calls(connection)).isEqualTo(1);
        assertThat(connection.secret("token")).isEqualTo("old");
    }

    @Test
    void vendorThatHangsIsATimeout() {
        Connection connection = connection();
        vendor.hangs(connection);

        ProviderException failure = failure(guarded("timeout", "PT0.05S"), connection);

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void secondAttemptHasNoMoreTimeThanIsLeft() {
        Connection connection = connection();
        vendor.answers(
                connection,
                () -> connection.secret("token").equals("old")
                        ? refusal()
                        : Uni.createFrom().nothing());
        mount("new");

        ProviderException failure = failure(guarded("timeout", "PT0.3S"), connection);

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(vendor.calls(connection)).isEqualTo(2);
    }

    @Test
    void thrownBugIsAContractViolationWithoutItsMessage() {
        Connection connection = connection();
        vendor.answers(connection, () -> {
            throw new IllegalStateException("vendor text");
        });

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(failure.detail()).doesNotContain("vendor text");
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void bugOnTheWayIsAContractViolationWithoutItsMessage() {
        Connection connection = connection();
        vendor.answers(connection, () -> Uni.createFrom().failure(new NumberFormatException("vendor text")));

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(failure.detail()).doesNotContain("vendor text");
    }

    private void vendorFails(Connection connection, ProviderException failure) {
        vendor.answers(connection, () -> Uni.createFrom().failure(failure));
    }

    private static ProviderException unavailable() {
        return new ProviderException(Reason.UNAVAILABLE, "scripted");
    }

    /** Ten fetches earn one repetition. */
    private void earnRepetitions(int number) {
        Connection healthy = FakeProvider.connection("globex", "healthy");
        vendor.answers(healthy, this::answer);
        for (int fetch = 0; fetch < 10 * number; fetch++) {
            var unused = guarded.fetch(healthy, Context.root()).await().atMost(PATIENCE);
        }
    }

    private double metric(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void readThatTheVendorFailedOnIsRepeatedOnce() {
        Connection connection = connection();
        earnRepetitions(1);
        vendor.answers(
                connection,
                () -> vendor.calls(connection) == 1 ? Uni.createFrom().failure(unavailable()) : answer());

        Observation observation =
                guarded.fetch(connection, Context.root()).await().atMost(PATIENCE);

        assertThat(observation.observedAt()).isEqualTo(clock.instant());
        assertThat(vendor.calls(connection)).isEqualTo(2);
        assertThat(registry.get("quotagate.fetch.retries").counter().count()).isEqualTo(1);
    }

    @Test
    void readThatFailsAgainIsNotRepeatedAThirdTime() {
        Connection connection = connection();
        earnRepetitions(5);
        vendorFails(connection, unavailable());

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(vendor.calls(connection)).isEqualTo(2);
    }

    @Test
    void nothingIsRepeatedBeforeItsBudgetIsEarned() {
        Connection connection = connection();
        vendorFails(connection, unavailable());

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void oneInTenFetchesIsRepeatedWhereAllFail() {
        List<Connection> connections = IntStream.range(0, 60)
                .mapToObj(number -> FakeProvider.connection("initech", "c" + number))
                .toList();
        connections.forEach(connection -> vendorFails(connection, unavailable()));

        connections.forEach(
                connection -> assertThat(failure(guarded, connection).reason()).isEqualTo(Reason.UNAVAILABLE));

        assertThat(connections.stream().mapToInt(vendor::calls).sum()).isBetween(65, 66);
    }

    @Test
    void noMoreThanTenRepetitionsAreSaved() {
        earnRepetitions(30);
        List<Connection> connections = IntStream.range(0, 15)
                .mapToObj(number -> FakeProvider.connection("initech", "c" + number))
                .toList();
        connections.forEach(connection -> vendorFails(connection, unavailable()));

        connections.forEach(
                connection -> assertThat(failure(guarded, connection).reason()).isEqualTo(Reason.UNAVAILABLE));

        assertThat(connections.stream().mapToInt(vendor::calls).sum()).isBetween(25, 26);
    }

    @Test
    void fetchesThatABreakerPreventsEarnNothing() {
        Connection troubled = connection();
        Connection another = FakeProvider.connection("globex", "another");
        vendorFails(troubled, unavailable());
        vendorFails(another, unavailable());
        for (int fetch = 0; fetch < 20; fetch++) {
            var unused = failure(guarded, troubled);
        }

        var unused = failure(guarded, another);

        assertThat(vendor.calls(troubled)).isEqualTo(5);
        assertThat(vendor.calls(another)).isEqualTo(1);
    }

    @Test
    void codeInWhichTheVendorGivesASecretBackIsNotHandedOn() {
        mount("s3cr3t");
        Connection connection = connection();
        ProviderException telling = unavailable().code("key-s3cr3t");
        Observation partly = new Observation(clock.instant(), List.of(), Account.UNKNOWN, Optional.of(telling));

        vendorFails(connection, telling);
        assertThat(failure(guarded, connection).vendorCode()).isEmpty();
        vendor.answers(connection, () -> Uni.createFrom().item(partly));

        assertThat(guarded.fetch(connection, Context.root())
                        .await()
                        .atMost(PATIENCE)
                        .shortfall())
                .get()
                .extracting(ProviderException::vendorCode)
                .isEqualTo(Optional.empty());
    }

    @Test
    void failedLoginIsNotRepeated() {
        Connection connection = connection();
        earnRepetitions(5);
        vendorFails(connection, unavailable().unrepeatable());

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAUTHORIZED", "UNAVAILABLE"})
    void onlyAFaultOfTheVendorIsRepeated(Reason reason) {
        Connection connection = connection();
        earnRepetitions(5);
        vendor.fails(connection, reason);

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @Test
    void nothingIsRepeatedThatCouldOnlyEndInATimeOut() {
        Connection connection = connection();
        GuardedProvider hurried = guarded("timeout", "PT0.4S");
        Connection healthy = FakeProvider.connection("globex", "healthy");
        vendor.answers(healthy, this::answer);
        for (int fetch = 0; fetch < 50; fetch++) {
            var unused = hurried.fetch(healthy, Context.root()).await().atMost(PATIENCE);
        }
        vendorFails(connection, unavailable());

        ProviderException failure = failure(hurried, connection);

        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNAVAILABLE", "TIMEOUT"})
    void connectionWhoseVendorFailsFiveTimesInARowIsNotAskedForAMoment(Reason reason) {
        Connection connection = connection();
        Connection other = FakeProvider.connection("globex", "other");
        vendor.fails(connection, reason);
        vendor.answers(other, this::answer);
        for (int fetch = 0; fetch < 5; fetch++) {
            assertThat(failure(guarded, connection).reason()).isEqualTo(reason);
        }

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(12));
        assertThat(vendor.calls(connection)).isEqualTo(5);
        assertThat(metric("quotagate.breaker.open")).isEqualTo(1);
        assertThat(guarded.trouble()).isEqualTo(new VendorState.Trouble(1, 0));
        assertThat(guarded.fetch(other, Context.root()).await().atMost(PATIENCE))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNAVAILABLE", "TIMEOUT"})
    void whatIsNotTheVendorsFaultNeverOpensTheBreaker(Reason reason) {
        Connection connection = connection();
        vendor.fails(connection, reason);

        for (int fetch = 0; fetch < 20; fetch++) {
            assertThat(failure(guarded, connection).reason()).isEqualTo(reason);
        }

        assertThat(vendor.calls(connection)).isEqualTo(20);
        assertThat(metric("quotagate.breaker.open")).isZero();
    }

    @Test
    void oneSuccessBetweenFailuresKeepsTheBreakerClosed() {
        Connection connection = connection();
        GuardedProvider plain = guarded("retry.percent", "0");
        vendor.answers(
                connection,
                () -> vendor.calls(connection) % 5 == 0
                        ? answer()
                        : Uni.createFrom().failure(unavailable()));

        for (int fetch = 0; fetch < 20; fetch++) {
            var unused = plain.fetch(connection, Context.root())
                    .onFailure(ProviderException.class)
                    .recoverWithNull()
                    .await()
                    .atMost(PATIENCE);
        }

        assertThat(vendor.calls(connection)).isEqualTo(20);
    }

    @Test
    void breakerLetsOneThroughAfterItsPauseAndClosesOnItsSuccess() {
        Connection connection = connection();
        GuardedProvider quick = guarded("back-off.max", "PT0.1S");
        vendor.fails(connection, Reason.UNAVAILABLE);
        for (int fetch = 0; fetch < 5; fetch++) {
            assertThat(failure(quick, connection).reason()).isEqualTo(Reason.UNAVAILABLE);
        }
        vendor.answers(connection, this::answer);

        Patience.until(
                "the vendor is asked again",
                () -> quick.fetch(connection, Context.root())
                                .onFailure(ProviderException.class)
                                .recoverWithNull()
                                .await()
                                .atMost(PATIENCE)
                        != null);

        assertThat(vendor.calls(connection)).isEqualTo(6);
        assertThat(quick.fetch(connection, Context.root()).await().atMost(PATIENCE))
                .isNotNull();
    }

    @Test
    void hangingAttemptOfAHalfOpenBreakerDoesNotKeepItSoForEver() {
        Connection connection = connection();
        GuardedProvider quick = new GuardedProvider(
                vendor,
                FetchSettings.of(Map.of("timeout", "PT0.05S", "back-off.max", "PT0.1S")),
                rations,
                new FetchMetrics(registry),
                clock);
        vendor.hangs(connection);
        for (int fetch = 0; fetch < 5; fetch++) {
            assertThat(failure(quick, connection).reason()).isEqualTo(Reason.TIMEOUT);
        }
        Patience.until(
                "the breaker is half-open", () -> failure(quick, connection).reason() == Reason.TIMEOUT);
        vendor.answers(connection, this::answer);

        Patience.until(
                "the vendor is asked again",
                () -> quick.fetch(connection, Context.root())
                                .onFailure(ProviderException.class)
                                .recoverWithNull()
                                .await()
                                .atMost(PATIENCE)
                        != null);

        assertThat(vendor.calls(connection)).isEqualTo(7);
    }

    @Test
    void addressThatFailsForManyConnectionsIsCalledByNone() {
        List<Connection> many = IntStream.range(0, 11)
                .mapToObj(number -> FakeProvider.connection("initech", "c" + number))
                .toList();
        many.forEach(connection -> vendorFails(connection, unavailable().ofEndpoint()));
        many.subList(0, 10)
                .forEach(connection ->
                        assertThat(failure(guarded, connection).reason()).isEqualTo(Reason.UNAVAILABLE));

        ProviderException failure = failure(guarded, many.get(10));

        assertThat(failure.reason()).isEqualTo(Reason.CIRCUIT_OPEN);
        assertThat(vendor.calls(many.get(10))).isZero();
        assertThat(metric("quotagate.brake.open")).isEqualTo(1);
    }

    @Test
    void addressThatAnswersForOneAgainIsCalledForAll() {
        List<Connection> many = IntStream.range(0, 10)
                .mapToObj(number -> FakeProvider.connection("initech", "c" + number))
                .toList();
        many.forEach(connection -> vendorFails(connection, unavailable().ofEndpoint()));
        many.forEach(
                connection -> assertThat(failure(guarded, connection).reason()).isEqualTo(Reason.UNAVAILABLE));
        many.forEach(connection -> vendor.answers(connection, this::answer));
        clock.pass(Duration.ofMillis(4_500));

        assertThat(many)
                .allSatisfy(connection -> assertThat(guarded.fetch(connection, Context.root())
                                .await()
                                .atMost(PATIENCE))
                        .isNotNull());

        assertThat(metric("quotagate.brake.open")).isZero();
    }

    @Test
    void fetchesThatAreNotBegunSayNothingOfWhatOneCosts() {
        Connection connection = connection().with(Ration.perCredential("1/PT1S"));
        vendor.answers(
                connection,
                () -> Uni.join()
                        .all(IntStream.range(0, 3)
                                .mapToObj(call -> rations.turn(connection, Deadline.in(PATIENCE, clock)))
                                .toList())
                        .andFailFast()
                        .chain(() -> Uni.createFrom().failure(unavailable().ofEndpoint())));
        var unused = guarded.fetch(connection, Context.root()).subscribe().with(answer -> {}, failure -> {});
        time.pass(Duration.ofSeconds(4));
        List<Connection> many = IntStream.range(0, 9)
                .mapToObj(number -> FakeProvider.connection("initech", "c" + number))
                .toList();
        many.forEach(other -> vendorFails(other, unavailable().ofEndpoint()));
        many.forEach(other -> assertThat(failure(guarded, other).reason()).isEqualTo(Reason.UNAVAILABLE));
        for (int fetch = 0; fetch < 10; fetch++) {
            assertThat(failure(guarded, connection).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
        }

        Rations.Room room = rations.room(Duration.ofSeconds(2));

        assertThat(room.take(connection)).isTrue();
        assertThat(room.take(connection))
                .as("three calls last for three seconds")
                .isFalse();
    }

    @Test
    void failureOfAHalfOpenBreakerIsNotHiddenByItsRepetition() {
        Connection connection = connection();
        // Its pause is longer than what the repetition waits for.
        GuardedProvider quick = guarded("back-off.max", "PT2S");
        Connection healthy = FakeProvider.connection("globex", "healthy");
        vendor.answers(healthy, this::answer);
        for (int fetch = 0; fetch < 200; fetch++) {
            var unused = quick.fetch(healthy, Context.root()).await().atMost(PATIENCE);
        }
        vendorFails(connection, unavailable().code("E1"));
        Patience.until("the breaker is open", () -> failure(quick, connection).reason() == Reason.CIRCUIT_OPEN);

        int calls = vendor.calls(connection);
        AtomicReference<Reason> last = new AtomicReference<>();
        Patience.until("the vendor is asked again", () -> {
            last.set(failure(quick, connection).reason());
            return vendor.calls(connection) > calls;
        });

        assertThat(last).hasValue(Reason.UNAVAILABLE);
        assertThat(failure(quick, connection).reason()).isEqualTo(Reason.CIRCUIT_OPEN);
    }

    @Test
    void noMoreThanAThousandBreakersAreRememberedAndCounted() {
        for (int number = 0; number < 1_100; number++) {
            Connection connection = FakeProvider.connection("initech", "c" + number);
            vendor.fails(connection, Reason.TIMEOUT);
            for (int fetch = 0; fetch < 5; fetch++) {
                var unused = failure(guarded, connection);
            }
        }

        assertThat(metric("quotagate.breaker.open")).isBetween(1.0, 1_000.0);
    }

    @Test
    void vendorThatWantsToBeLeftAloneIsNotAskedOnceMore() {
        Connection connection = connection();
        earnRepetitions(5);
        vendorFails(
                connection, unavailable().of(new VendorAnswer(503, Map.of("retry-after", "120"), new byte[0]), "X-Id"));

        ProviderException failure = failure(guarded, connection);

        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(120));
        assertThat(vendor.calls(connection)).isEqualTo(1);
    }
}
