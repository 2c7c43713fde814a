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

    private static ProviderException failure(VendorHttp http, Connection connection) {
        String url = connection.url();
        return http.call(connection, http.deadline(), Api.class, api -> api.get(url))
                .map(answer -> new AssertionError("was answered"))
                .onFailure(ProviderException.class)
                .recoverWithItem(failure -> new AssertionError(failure))
                .map(error -> (ProviderException) error.getCause())
                .await()
                .atMost(Duration.ofSeconds(10));
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
            for (int channel = 0; channel < 20; channel++) {
                SocketChannel one = SocketChannel.open();
                one.configureBlocking(false);
                one.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()));
                waiting.add(one);
            }

            ProviderException failure = failure(http, at("http://127.0.0.1:" + full.getLocalPort()));

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.isOfEndpoint()).isTrue();
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }

    @Test
    void vendorThatDoesNotShakeHandsIsUnreachable() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ProviderException failure = failure(http, at("https://127.0.0.1:" + silent.getLocalPort()));

            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        }
    }

    @Test
    void turnThatDoesNotComeInTimeIsOurOwnDoing() {
        Buckets silent = new Buckets() {
            @Override
            public CompletableFuture<Taken> take(String key, Rate rate, int wanted) {
                return new CompletableFuture<>();
            }

            @Override
            public void late(String key, Rate rate) {}

            @Override
            public void throttled(String key, Rate rate) {}
        };
        Rations rations = new Rations(silent, (time, task) -> {}, System::nanoTime);
        VendorHttp waiting = new VendorHttp(
                clients, egress, FetchSettings.of(Map.of("timeout", "PT0.3S")), System::nanoTime, rations);

        ProviderException failure = failure(waiting, at("http://127.0.0.1:1").with(Ration.perCredential("20/PT1S")));

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.isRationed()).isTrue();
    }

    @Test
    void crowdThatComesFirstBuildsOneClient() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (VendorStub vendor = VendorStub.answering(request -> VendorStub.Reply.json("{}"))) {
            Connection connection = at(vendor.url());
            List<Uni<VendorAnswer>> crowd = Collections.nCopies(
                    600, http.call(connection, http.deadline(), OtherApi.class, api -> api.get(vendor.url())));
            long before = threads.getTotalStartedThreadCount();

            List<VendorAnswer> answers =
                    Uni.join().all(crowd).andFailFast().await().atMost(Duration.ofSeconds(10));

            assertThat(answers).hasSize(600);
            assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(50);
        }
    }
}
