package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.rest.client.reactive.Url;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VendorHttpTest {

    @Inject
    VendorHttp http;

    @Inject
    VendorClients clients;

    @Inject
    Egress egress;

    /** Any vendor's API. */
    @Path("/numbers")
    interface Api {

        @GET
        Uni<RestResponse<byte[]>> get(@Url String base);
    }

    /** One that nobody has called yet. */
    @Path("/numbers")
    interface OtherApi {

        @GET
        Uni<RestResponse<byte[]>> get(@Url String base);
    }

    private static ProviderException failure(VendorHttp http, Deadline deadline, Connection connection) {
        String url = connection.url();
        return http.call(connection, deadline, "it", Api.class, api -> api.get(url))
                .map(answer -> new AssertionError("was answered"))
                .onFailure(ProviderException.class)
                .recoverWithItem(failure -> new AssertionError(failure))
                .map(error -> (ProviderException) error.getCause())
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    /** Far behind the limits of the clients' own, which are set by the fetch time-out. */
    private static Deadline late() {
        return Deadline.in(Duration.ofSeconds(9), System::nanoTime);
    }

    private static Connection at(String url) {
        return TestConnections.connection("fake", url, Map.of(), Map.of());
    }

    @Test
    void eightCallsOfAFetchAreUnderWayAtOnce() {
        List<CompletableFuture<Integer>> underWay = new ArrayList<>();
        List<Uni<Integer>> calls = new ArrayList<>();
        for (int call = 0; call < 20; call++) {
            calls.add(Uni.createFrom().completionStage(() -> {
                CompletableFuture<Integer> begun = new CompletableFuture<>();
                underWay.add(begun);
                return begun;
            }));
        }
        var all = http.together(calls).subscribe().withSubscriber(UniAssertSubscriber.create());
        assertThat(underWay).hasSize(8);

        underWay.get(3).complete(3);
        assertThat(underWay).hasSize(9);
        for (int call = 0; call < underWay.size(); call++) {
            underWay.get(call).complete(call);
        }

        assertThat(all.awaitItem().getItem()).hasSize(20);
    }

    /** Packets to a host that is gone are lost, as those to a server that has no room for another connection. */
    @Test
    void hostThatSwallowsConnectionsIsUnreachableForAll() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            List<SocketChannel> waiting = new ArrayList<>();
            try {
                for (int channel = 0; channel < 20; channel++) {
                    SocketChannel one = SocketChannel.open();
                    waiting.add(one);
                    one.configureBlocking(false);
                    one.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()));
                }

                ProviderException failure = failure(http, late(), at("http://127.0.0.1:" + full.getLocalPort()));

                assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
                assertThat(failure.isOfEndpoint()).isTrue();
                assertThat(failure.isRepeatable()).isFalse();
            } finally {
                for (SocketChannel one : waiting) {
                    one.close();
                }
            }
        }
    }

    @Test
    void vendorThatDoesNotShakeHandsIsUnreachable() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ProviderException failure = failure(http, late(), at("https://127.0.0.1:" + silent.getLocalPort()));

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.isRepeatable()).isFalse();
        }
    }

    @Test
    void turnThatDoesNotComeInTimeIsOurOwnDoing() {
        Buckets silent = new Buckets() {
            @Override
            public CompletableFuture<Taken> take(String key, Pace pace, int wanted) {
                return new CompletableFuture<>();
            }

            @Override
            public void late(String key, Pace pace) {}

            @Override
            public void throttled(String key, Pace pace) {}
        };
        Rations rations = new Rations(silent, (time, task) -> {}, System::nanoTime);
        VendorHttp waiting = new VendorHttp(
                clients, egress, FetchSettings.of(Map.of()), System::nanoTime, rations, TestConnections.nobodysSpans());
        Connection connection = at("http://127.0.0.1:1").with(Ration.perCredential("20/PT1S"));
        assertThat(client(Api.class, connection)).isNotNull();

        ProviderException failure = failure(waiting, Deadline.in(Duration.ofMillis(500), System::nanoTime), connection);

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.isRationed()).isTrue();
    }

    private <A> A client(Class<A> api, Connection connection) {
        return clients.client(api, connection.endpoint()).await().atMost(Duration.ofSeconds(5));
    }

    @Test
    void crowdThatComesFirstBuildsOneClient() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Connection connection = at("http://127.0.0.1:1");
        Uni<OtherApi> one = Uni.createFrom().deferred(() -> clients.client(OtherApi.class, connection.endpoint()));
        long before = threads.getTotalStartedThreadCount();

        List<OtherApi> all = Uni.join()
                .all(Collections.nCopies(1_000, one))
                .andFailFast()
                .await()
                .atMost(Duration.ofSeconds(10));

        assertThat(Set.copyOf(all)).hasSize(1);
        assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(20);
    }
}
