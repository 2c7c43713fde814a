package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.provider.FakeProvider;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers whose requests share one connection of HTTP/2, with a gateway of little patience. */
@QuarkusTest
@TestProfile(BehindAProxy.class)
class Http2CallersTest {

    private static final String REFRESH = "/v1/tenants/sandbox/refreshes";
    private static final long LONGER_THAN_THE_PATIENCE = 1_500;

    @Inject
    Vertx vertx;

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private HttpClient client;

    /** One connection, and it is known without asking that the gateway takes HTTP/2. */
    @BeforeEach
    void connect() {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1)
                .setDefaultHost(gateway.getHost())
                .setDefaultPort(gateway.getPort());
        client = vertx.httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.closeHandler(closed -> gone.complete(null)))
                .build();
    }

    @AfterEach
    void disconnect() {
        await(client.close());
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private HttpClientRequest request(HttpMethod method, String path) {
        return await(client.request(method, path));
    }

    private int page() {
        return await(request(HttpMethod.GET, "/problems/not-found").send().map(HttpClientResponse::statusCode));
    }

    /** Whatever the answer is, the connection stays for the others. */
    private void connectionIsStillThere() {
        var unused = await(vertx.timer(LONGER_THAN_THE_PATIENCE, TimeUnit.MILLISECONDS));
        assertThat(page()).isEqualTo(200);
        assertThat(gone).isNotDone();
    }

    @Test
    void connectionStaysLongerThanThePatience() {
        assertThat(page()).isEqualTo(200);

        connectionIsStillThere();
    }

    @Test
    void bodyThatIsTooLargeEndsItsOwnRequestOnly() {
        HttpClientRequest upload = request(HttpMethod.POST, REFRESH);
        CompletableFuture<Throwable> reset = new CompletableFuture<>();
        upload.exceptionHandler(reset::complete)
                .putHeader("X-API-Key", "sandbox")
                .putHeader("Content-Length", "200000")
                .write(Buffer.buffer(new byte[1_000]));
        String problem = await(upload.response().compose(Http2CallersTest::refusal));

        assertThat(problem).contains("/problems/request-too-large");
        assertThat(reset.orTimeout(5, TimeUnit.SECONDS).join())
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        end -> assertThat(end.getCode()).isZero());
        connectionIsStillThere();
    }

    @Test
    void largeBodyWithoutALengthIsRefused() {
        HttpClientRequest upload = request(HttpMethod.POST, REFRESH);
        var unused = upload.setChunked(true)
                .putHeader("X-API-Key", "sandbox")
                .putHeader("Content-Type", "application/json")
                .write(Buffer.buffer(" ".repeat(200_000)));

        String answer = await(upload.response().compose(Http2CallersTest::refusal));

        // Without words, and the connection ends: it is refused where it is read, by the server.
        assertThat(answer).isEmpty();
        gone.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Test
    void callerThatWaitsForASlowVendorIsAnswered() {
        SlowTenant.moveIn("slow2", tenants, vendor, clock);

        String report = await(request(HttpMethod.GET, "/v1/tenants/slow2/quotas")
                .putHeader("X-API-Key", "k-slow2")
                .send()
                .compose(HttpClientResponse::body)
                .map(Buffer::toString));

        assertThat(report).contains("\"complete\":true");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 11_000, 100_000})
    void bodyThatDoesNotComeEndsItsOwnRequestOnly(int sent) {
        HttpClientRequest upload = request(HttpMethod.POST, REFRESH);
        CompletableFuture<Throwable> reset = new CompletableFuture<>();
        var unused = upload.exceptionHandler(reset::complete)
                .setChunked(true)
                .putHeader("X-API-Key", "sandbox")
                .putHeader("Content-Type", "application/json")
                .write(" ".repeat(sent));

        assertThat(reset.orTimeout(5, TimeUnit.SECONDS).join())
                .isInstanceOfSatisfying(
                        StreamResetException.class,
                        end -> assertThat(end.getCode()).isEqualTo(8));
        connectionIsStillThere();
    }

    private static Future<String> refusal(HttpClientResponse answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.getHeader("Connection")).isNull();
        return answer.body().map(Buffer::toString);
    }

    @Test
    void tooManyHeadersEndTheirOwnRequestOnly() {
        HttpClientRequest many = request(HttpMethod.GET, "/v1/tenants");
        for (int header = 0; header < 101; header++) {
            many.putHeader("x-" + header, "a");
        }
        HttpClientResponse answer = await(many.send());

        assertThat(answer.statusCode()).isEqualTo(431);
        assertThat(answer.getHeader("Connection")).isNull();
        connectionIsStillThere();
    }
}
