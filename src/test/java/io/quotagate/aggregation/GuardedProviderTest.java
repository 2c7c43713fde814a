package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.MemorySize;
import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Credential;
import io.quotagate.provider.Endpoint;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.quota.Account;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuardedProviderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00.123Z");
    private final FakeProvider vendor = FakeProvider.alone(clock);
    private final GuardedProvider guarded = new GuardedProvider(vendor, waitingFor(Duration.ofSeconds(4)), clock);

    @BeforeEach
    void mountSecret() {
        mount("old");
    }

    private static FetchConfig waitingFor(Duration timeout) {
        return new FetchConfig() {
            @Override
            public Duration timeout() {
                return timeout;
            }

            @Override
            public Optional<Duration> configuredOptionalTimeout() {
                return Optional.empty();
            }

            @Override
            public MemorySize maxResponseBytes() {
                return new MemorySize(BigInteger.valueOf(1 << 20));
            }

            @Override
            public BackOff backOff() {
                throw new UnsupportedOperationException("a fetch knows no back-off");
            }
        };
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
        Throwable failure = guarded.fetch(connection)
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

        Observation observation = guarded.fetch(connection).await().atMost(PATIENCE);

        assertThat(observation.observedAt()).isEqualTo(clock.instant());
        assertThat(connection.secret("token")).isEqualTo("new");
        assertThat(vendor.farewells(connection)).isEqualTo(1);
        assertThat(vendor.calls(connection)).isEqualTo(2);
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

        ProviderException failure =
                failure(new GuardedProvider(vendor, waitingFor(Duration.ofMillis(50)), clock), connection);

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

        ProviderException failure =
                failure(new GuardedProvider(vendor, waitingFor(Duration.ofMillis(300)), clock), connection);

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
}
