package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Patience;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** A real server that loses its patience after 0.4 s. */
@QuarkusTest
@TestProfile(BehindAProxy.class)
class SlowCallersTest {

    private static final String REPORT =
            "GET /v1/tenants/slow/quotas HTTP/1.1\r\nHost: gateway\r\nX-API-Key: k-slow\r\n";

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @TestHTTPResource(value = "/", management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    /** Sends that, and the rest again and again, byte by byte; fails where somebody listens for too long. */
    private void drip(String start, String rest) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = rest.getBytes(StandardCharsets.US_ASCII);
            int[] at = {0};
            Patience.until("it is cut", () -> isCut(socket, bytes[at[0]++ % bytes.length]));
        }
    }

    private static boolean isCut(Socket socket, byte next) {
        try {
            socket.setSoTimeout(20);
            socket.getOutputStream().write(next);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    @Test
    void requestThatNeverEndsIsCut() throws IOException {
        drip("GET / HTTP/1.1\r\nHost: gateway\r\n", "X-Slow: and so on\r\n");
    }

    @Test
    void bodyThatNeverEndsIsCut() throws IOException {
        drip(
                "POST /v1/tenants/sandbox/refreshes HTTP/1.1\r\nHost: gateway\r\nX-API-Key: sandbox\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n",
                " ");
    }

    @Test
    void connectionThatNobodyUsesIsClosed() throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(5_000);

            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void connectionOfTheManagementIsNot() throws IOException {
        try (Socket socket = new Socket(management.getHost(), management.getPort())) {
            socket.setSoTimeout(1_500);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void callerThatWaitsForASlowVendorIsAnswered() {
        SlowTenant.moveIn("slow", tenants, vendor, clock);

        assertThat(RawHttp.send(gateway, REPORT + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"complete\":true");
    }
}
