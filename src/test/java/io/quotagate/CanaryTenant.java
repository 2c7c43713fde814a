package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.MovableClock;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tenant made of nothing but secrets, and all that a gateway lets be seen of it. */
final class CanaryTenant implements AutoCloseable {

    private static final HttpClient CALLER = HttpClient.newHttpClient();

    /** So long that neither a breaker nor a brake keeps what is asked next from its vendor. */
    private static final Duration ALL_IS_FORGOTTEN = Duration.ofMinutes(5);

    private final Tenants tenants;
    private final MovableClock clock;
    private final URI gateway;
    private final URI management;
    private final WholeLog log = WholeLog.listen();
    private final List<String> answers = new ArrayList<>();

    CanaryTenant(Tenants tenants, MovableClock clock, URI gateway, URI management) {
        this.tenants = tenants;
        this.clock = clock;
        this.gateway = gateway;
        this.management = management;
    }

    /** Asks for everything, by connections that nobody has asked yet. */
    void ask(String vendor) {
        clock.pass(ALL_IS_FORGOTTEN);
        ApiKey key = new ApiKey(
                "ci",
                ApiKey.digest(Canaries.API_KEY),
                Set.of(Permission.READ, Permission.REFRESH),
                Optional.empty(),
                Optional.empty());
        tenants.publish(
                Canaries.TENANT,
                List.of(new Tenant(
                        Canaries.TENANT,
                        Optional.empty(),
                        List.of(key),
                        Thresholds.DEFAULT,
                        Canaries.connections(vendor))));
        answers.add(get(gateway.resolve("/v1/tenants/canaries/quotas?view=full")));
        answers.add(get(gateway.resolve("/v1/tenants/canaries/quotas?require=all")));
        answers.add(get(gateway.resolve("/v1/tenants/canaries/sources")));
    }

    /** Has everything asked once more, with what was logged in before. */
    void refresh() {
        answers.add(answer(HttpRequest.newBuilder(gateway.resolve("/v1/tenants/canaries/refreshes"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))));
        answers.add(get(gateway.resolve("/v1/tenants/canaries/sources")));
    }

    private static String get(URI url) {
        return answer(HttpRequest.newBuilder(url));
    }

    private static String answer(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    CALLER.send(request.header("X-API-Key", Canaries.API_KEY).build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.headers().map() + " " + answer.body();
        } catch (IOException | InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Neither in answers nor in the log, down to its lowest level, nor in metrics nor in names of threads. */
    void assertNothingGotOut() {
        List<String> threads = Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + " in " + thread.getThreadGroup())
                .toList();

        assertThat(answers).isNotEmpty().allMatch(answer -> answer.contains("drive-token"));
        assertThat(log.isTraced()).isTrue();
        assertThat(answers).filteredOn(Canaries::tells).isEmpty();
        assertThat(log.lines()).filteredOn(Canaries::tells).isEmpty();
        assertThat(get(management.resolve("/metrics")).lines())
                .anyMatch(line -> line.startsWith("quotagate_fetch_seconds"))
                .filteredOn(Canaries::tells)
                .isEmpty();
        assertThat(threads).filteredOn(Canaries::tells).isEmpty();
    }

    @Override
    public void close() {
        log.close();
        tenants.publish(Canaries.TENANT, List.of());
    }
}
