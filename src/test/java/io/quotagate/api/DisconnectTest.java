package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Observation;
import io.quotagate.provider.Patience;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DisconnectTest {

    private static final String REQUEST = """
            GET /v1/tenants/leavers/quotas HTTP/1.1\r
            Host: localhost\r
            X-API-Key: k-leavers\r
            Connection: close\r
            \r
            """;

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    MeterRegistry meters;

    @Inject
    Clock clock;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final Connection connection = FakeProvider.connection("leavers", "main");
    private final CompletableFuture<Observation> answer = new CompletableFuture<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @BeforeEach
    void publishTenant() {
        ApiKey key = new ApiKey(
                "ci", ApiKey.digest("k-leavers"), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "leavers",
                List.of(new Tenant(
                        "leavers", Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(connection))));
        vendor.answers(
                connection,
                () -> Uni.createFrom().completionStage(answer).onCancellation().invoke(() -> cancelled.set(true)));
    }

    private Socket ask() throws IOException {
        Socket client = new Socket(gateway.getHost(), gateway.getPort());
        client.setSoTimeout(5_000);
        client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        return client;
    }

    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Requests that the gateway knows to be waiting for it. */
    private double waiting() {
        return meters.get("http.server.active.requests").gauge().value();
    }

    @Test
    void callerThatGoesAwayDoesNotEndTheFetchForOthers() throws IOException {
        double before = waiting();
        try (Socket leaver = ask()) {
            Patience.until("the vendor is asked", () -> vendor.calls(connection) == 1);
            leaver.setSoLinger(true, 0);
        }
        Patience.until("the gateway knows that the first caller has left", () -> waiting() <= before);
        String answered;
        try (Socket stayer = ask()) {
            Patience.until("the second caller waits", () -> waiting() > before);
            answer.complete(Observation.of(clock.instant(), List.of(TestQuotas.stored("10", "1")), Account.UNKNOWN));
            answered = answer(stayer);
        }

        assertThat(answered).startsWith("HTTP/1.1 200").contains("main:storage.stored:organization");
        assertThat(vendor.calls(connection)).isEqualTo(1);
        assertThat(cancelled).isFalse();
    }
}
