package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.HostileVendor.Script;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Observation;
import io.quotagate.provider.OwnThread;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorHttp;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The four adapters, each against a vendor that behaves in all calls but one. */
final class Siege {

    /** Each call that an adapter makes, as {@link FourVendors#call} names it. */
    private static final List<String> CALLS = List.of(
            "koodrive numbers",
            "koodrive service",
            "smh token",
            "smh numbers",
            "ufile numbers",
            "zstack login",
            "zstack numbers");

    /** Longer than the test's fetch timeout, which ends all calls by itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<QuotaProvider> providers;
    private final VendorHttp http;

    Siege(List<QuotaProvider> providers, VendorHttp http) {
        this.providers = providers;
        this.http = http;
    }

    /**
     * How a fetch ended in which one call was answered by a hostile vendor.
     *
     * @param sent bytes that the vendor could send in all
     */
    record Ending(String call, Optional<Observation> observation, Optional<ProviderException> failure, long sent) {

        /** Of the whole fetch, or of the part that cost nothing but itself. */
        Optional<Reason> reason() {
            return failure.or(() -> observation.flatMap(Observation::shortfall)).map(ProviderException::reason);
        }
    }

    /** Besieges each call of each adapter, all at once. */
    List<Ending> all(Script hostile) {
        return all(CALLS, hostile);
    }

    /** Besieges the calls that bring an adapter's numbers. */
    List<Ending> numbers(Script hostile) {
        return all(CALLS.stream().filter(call -> call.endsWith("numbers")).toList(), hostile);
    }

    private List<Ending> all(List<String> calls, Script hostile) {
        List<CompletableFuture<Ending>> endings = calls.stream()
                .map(call -> CompletableFuture.supplyAsync(() -> one(call, hostile), OwnThread.FOR_EACH))
                .toList();
        return endings.stream()
                .map(ending -> ending.orTimeout(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .map(CompletableFuture::join)
                .toList();
    }

    /** Besieges one call. */
    Ending one(String call, Script hostile) {
        try (HostileVendor vendor = new HostileVendor(Script.against(call, hostile))) {
            Connection connection = connection(call, vendor.url());
            Ending ending = fetch(connection)
                    .map(observation -> new Ending(call, Optional.of(observation), Optional.empty(), 0))
                    .onFailure(ProviderException.class)
                    .recoverWithItem(
                            failure -> new Ending(call, Optional.empty(), Optional.of((ProviderException) failure), 0))
                    .await()
                    .atMost(PATIENCE);
            return new Ending(call, ending.observation(), ending.failure(), vendor.sent());
        }
    }

    Uni<Observation> fetch(Connection connection) {
        return providers.stream()
                .filter(provider -> provider.id().equals(connection.provider()))
                .findFirst()
                .orElseThrow()
                .fetch(connection, http.deadline());
    }

    /** The documented answer to a call for numbers. */
    static byte[] answer(String numbers) {
        return Answers.read(
                        switch (numbers) {
                            case "koodrive numbers" -> "koodrive/quota-used.json";
                            case "smh numbers" -> "smh/usage.json";
                            case "zstack numbers" -> "zstack/usages.json";
                            default -> "ufile/quota-info.json";
                        })
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Connection connection(String call, String url) {
        String vendor = call.substring(0, call.indexOf(' '));
        return FourVendors.connections("besieged", url).stream()
                .filter(connection -> connection.provider().contains(vendor))
                .findFirst()
                .orElseThrow();
    }

    /** Each of these answers, to each call, ends so. */
    static void assertEnds(Reason reason, Stream<Ending> endings) {
        assertThat(endings)
                .isNotEmpty()
                .allSatisfy(
                        ending -> assertThat(ending.reason()).as(ending.call()).contains(reason));
    }
}
