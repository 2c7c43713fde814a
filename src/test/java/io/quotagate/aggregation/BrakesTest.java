package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.Connection;
import io.quotagate.provider.Endpoint;
import io.quotagate.provider.FetchSettings;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorAnswer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrakesTest {

    private static final String ADDRESS = "http://vendor.example:8080";

    /** Three tenths of the longest back-off. */
    private static final Duration PAUSE = Duration.ofMillis(4_500);

    private final MovableClock clock = MovableClock.at("2026-11-21T03:00:00Z");
    private final Brakes brakes = new Brakes(FetchSettings.of(Map.of()), clock);
    private final Connection asking = at(ADDRESS);

    private static Connection at(String url) {
        return TestConnections.connection("fake", url, Map.of(), Map.of());
    }

    private void failsFor(int connections) {
        for (int number = 0; number < connections; number++) {
            brakes.failed(at(ADDRESS), down());
        }
    }

    private static ProviderException down() {
        return new ProviderException(Reason.UNAVAILABLE, "scripted").ofEndpoint();
    }

    @Test
    void nineConnectionsAreNotMany() {
        failsFor(9);

        assertThat(brakes.left(asking)).isEmpty();
        assertThat(brakes.open()).isZero();
    }

    @Test
    void tenConnectionsKeepAllFromTheAddress() {
        failsFor(10);

        assertThat(brakes.left(asking)).contains(PAUSE);
        assertThat(brakes.open()).isEqualTo(1);
    }

    @Test
    void oneConnectionThatFailsAgainAndAgainCountsOnce() {
        for (int attempt = 0; attempt < 50; attempt++) {
            brakes.failed(asking, down());
        }

        assertThat(brakes.left(asking)).isEmpty();
    }

    @Test
    void failuresLongAgoDoNotCount() {
        failsFor(9);
        clock.pass(Duration.ofMillis(10_001));

        failsFor(9);

        assertThat(brakes.left(asking)).isEmpty();
    }

    @Test
    void failuresOfOtherAddressesDoNotCount() {
        failsFor(10);

        assertThat(brakes.left(at("http://vendor.example:8081"))).isEmpty();
        assertThat(brakes.left(at("https://vendor.example:8080"))).isEmpty();
        assertThat(brakes.left(at("http://VENDOR.example:8080/path"))).isPresent();
    }

    @Test
    void anAnswerBetweenFailuresStartsTheCountAnew() {
        failsFor(9);
        brakes.answered(asking);

        failsFor(9);

        assertThat(brakes.left(asking)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "INVALID_REQUEST", "SUSPENDED", "CLOCK_SKEW"})
    void aServerThatRefusesWorks(Reason reason) {
        failsFor(10);

        brakes.failed(asking, answered(reason, 403));

        assertThat(brakes.left(asking)).isEmpty();
    }

    private static ProviderException answered(Reason reason, int status) {
        return new ProviderException(reason, "scripted").of(new VendorAnswer(status, Map.of(), new byte[0]), "X-Id");
    }

    @Test
    void refusalsOfTheirOwnAreNotOfTheAddressWhateverTheirStatus() {
        for (int number = 0; number < 50; number++) {
            brakes.failed(at(ADDRESS), answered(Reason.UNAUTHORIZED, 503));
        }

        assertThat(brakes.left(asking)).isEmpty();
    }

    @Test
    void whatNobodyWasAskedForSaysNothingOfTheAddress() {
        failsFor(10);

        brakes.failed(asking, new ProviderException(Reason.FORBIDDEN, "the address is not allowed"));

        assertThat(brakes.left(asking)).contains(PAUSE);
    }

    @Test
    void aServerThatThrottlesWorks() {
        failsFor(10);

        brakes.failed(asking, answered(Reason.RATE_LIMITED, 429));

        assertThat(brakes.left(asking)).isEmpty();
    }

    @Test
    void failuresBehindAProxyAreNotOfThoseWhoDoWithout() {
        for (int number = 0; number < 10; number++) {
            brakes.failed(through("corporate"), down());
        }

        assertThat(brakes.left(through("corporate"))).isPresent();
        assertThat(brakes.left(asking)).isEmpty();
    }

    private static Connection through(String proxy) {
        Connection direct = at(ADDRESS);
        return new Connection(
                direct.key(),
                direct.provider(),
                new Endpoint(URI.create(ADDRESS), Optional.empty(), Optional.of(proxy), Endpoint.Reach.GUARDED),
                direct.freshFor(),
                direct.staleFor(),
                direct.refresh(),
                Map.of(),
                Map.of());
    }

    @Test
    void oneThatHasNotFailedTriesBesideOneThatHas() {
        List<Connection> broken =
                IntStream.range(0, 10).mapToObj(number -> at(ADDRESS)).toList();
        broken.forEach(connection -> brakes.failed(connection, down()));
        clock.pass(PAUSE);
        assertThat(brakes.left(broken.get(0))).isEmpty();
        assertThat(brakes.left(broken.get(1))).isPresent();

        assertThat(brakes.left(asking)).isEmpty();

        assertThat(brakes.left(at(ADDRESS))).isPresent();
    }

    @Test
    void oneThatFailedLongAgoStillKeepsNobodyElseFromTrying() {
        List<Connection> broken =
                IntStream.range(0, 10).mapToObj(number -> at(ADDRESS)).toList();
        broken.forEach(connection -> brakes.failed(connection, down()));
        for (int round = 0; round < 5; round++) {
            clock.pass(PAUSE);
            assertThat(brakes.left(broken.get(0))).isEmpty();
            brakes.failed(broken.get(0), down());
        }
        clock.pass(PAUSE);
        assertThat(brakes.left(broken.get(1))).isEmpty();

        assertThat(brakes.left(asking)).isEmpty();
    }

    @Test
    void noMoreThanTenThousandAddressesAreRemembered() {
        Brakes strict = new Brakes(FetchSettings.of(Map.of("brake.connections", "1")), clock);

        for (int port = 1; port <= 11_000; port++) {
            strict.failed(at("http://vendor.example:" + port), down());
        }

        assertThat(strict.open()).isLessThanOrEqualTo(10_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"UNAVAILABLE", "TIMEOUT", "RATE_LIMITED"})
    void whatMayBeOfOneConnectionAloneNeitherOpensNorCloses(Reason reason) {
        for (int number = 0; number < 50; number++) {
            brakes.failed(at(ADDRESS), new ProviderException(reason, "scripted"));
        }
        assertThat(brakes.left(asking)).isEmpty();
        failsFor(10);

        brakes.failed(asking, new ProviderException(reason, "scripted"));

        assertThat(brakes.left(asking)).contains(PAUSE);
    }

    @Test
    void aFaultToldInsideASuccessMayBeOfOneConnectionAlone() {
        failsFor(10);

        brakes.failed(asking, answered(Reason.UNAVAILABLE, 200));

        assertThat(brakes.left(asking)).contains(PAUSE);
    }

    @Test
    void oneTriesForAllAfterThePause() {
        failsFor(10);
        clock.pass(PAUSE);

        assertThat(brakes.left(asking)).isEmpty();

        assertThat(brakes.left(at(ADDRESS))).contains(Duration.ofSeconds(1));
    }

    @Test
    void successOfTheOneThatTriesReleasesAll() {
        failsFor(10);
        clock.pass(PAUSE);
        assertThat(brakes.left(asking)).isEmpty();

        brakes.answered(asking);

        assertThat(brakes.left(at(ADDRESS))).isEmpty();
        assertThat(brakes.open()).isZero();
    }

    @Test
    void failureOfTheOneThatTriesBringsAnotherPause() {
        failsFor(10);
        clock.pass(PAUSE);
        assertThat(brakes.left(asking)).isEmpty();

        brakes.failed(asking, down());

        assertThat(brakes.left(at(ADDRESS))).contains(PAUSE);
    }

    @Test
    void anotherTriesWhereTheOneThatDidNeverEnds() {
        failsFor(10);
        clock.pass(PAUSE);
        assertThat(brakes.left(asking)).isEmpty();

        clock.pass(Duration.ofSeconds(1));

        assertThat(brakes.left(at(ADDRESS))).isEmpty();
    }
}
