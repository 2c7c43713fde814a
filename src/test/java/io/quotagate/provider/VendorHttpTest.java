package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.rest.client.reactive.Url;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VendorHttpTest {

    @Inject
    VendorHttp http;

    /** Any vendor's API. */
    @Path("/numbers")
    interface Api {

        @GET
        Uni<RestResponse<byte[]>> get(@Url String base);
    }

    private ProviderException failure(String url) {
        Connection connection = TestConnections.connection("fake", url, Map.of(), Map.of());
        return http.call(connection, http.deadline(), Api.class, api -> api.get(url))
                .map(answer -> new AssertionError("was answered"))
                .onFailure(ProviderException.class)
                .recoverWithItem(failure -> new AssertionError(failure))
                .map(error -> (ProviderException) error.getCause())
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    /** Packets to a host that is gone are lost, as those to a server that has no room for another connection. */
    @Test
    void hostThatSwallowsConnectionsIsUnreachableForAll() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<SocketChannel> waiting = new ArrayList<>();
            for (int channel = 0; channel < 20; channel++) {
                SocketChannel one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()));
                waiting.add(one);
            }

            ProviderException failure = failure("http://127.0.0.1:" + full.getLocalPort());

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.isOfEndpoint()).isTrue();
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }
}
