package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.rest.client.reactive.Url;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quotagate.provider.VendorStub.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EgressReboundTest {

    private static final InetAddress PUBLIC = address("93.184.215.14");

    private final VendorStub vendor = VendorStub.answering(request -> Reply.json("{}"));

    @Inject
    Vertx vertx;

    @Inject
    Clock clock;

    @Inject
    FetchConfig config;

    @Inject
    Rations rations;

    @Inject
    TlsConfigurationRegistry tls;

    @Inject
    ProxyConfigurationRegistry proxies;

    /** Any vendor's API. */
    @Path("/numbers")
    interface Api {

        @GET
        Uni<RestResponse<byte[]>> get(@Url String base);
    }

    /** The name has a public address while it is checked, and leads to this machine when it is called. */
    private Egress rebound(String... allowed) {
        return resolving(List.of(PUBLIC), allowed);
    }

    private Egress resolving(List<InetAddress> addresses, String... allowed) {
        HostNames names = new HostNames(vertx, clock) {
            @Override
            Uni<List<InetAddress>> find(String name) {
                return Uni.createFrom().item(addresses);
            }
        };
        Egress egress = new Egress(() -> Optional.of(List.of(allowed)).filter(list -> !list.isEmpty()), names);
        egress.start(new StartupEvent());
        return egress;
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    @AfterEach
    void stopVendor() {
        vendor.close();
    }

    private String outcome(Egress egress) {
        return outcome(egress, vendor.url().replace("127.0.0.1", "localhost"));
    }

    private String outcome(Egress egress, String url) {
        Connection connection = TestConnections.connection("fake", url, Map.of(), Map.of());
        VendorClients clients = new VendorClients(vertx, egress, config, tls, proxies);
        return new VendorHttp(clients, egress, config, System::nanoTime, rations, TestConnections.nobodysSpans())
                .call(connection, TestConnections.soon(), "it", Api.class, api -> api.get(url))
                .map(answer -> "answered " + answer.status())
                .onFailure(ProviderException.class)
                .recoverWithItem(
                        failure -> ((ProviderException) failure).reason().name())
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    @Test
    void nameThatLeadsElsewhereSinceItWasCheckedIsForbiddenAndNotCalled() {
        Egress hostOnly = rebound("localhost");

        String outcome = outcome(hostOnly);

        assertThat(outcome).isEqualTo("FORBIDDEN");
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void nameThatLeadsToAnAdmittedAddressIsCalled() {
        Egress hostAndRange = rebound("localhost", "127.0.0.0/8");

        String outcome = outcome(hostAndRange);

        assertThat(outcome).isEqualTo("answered 200");
        assertThat(vendor.requests()).hasSize(1);
    }

    @Test
    void nameWithOneAddressThatIsNotAdmittedIsForbiddenWhereverItStands() {
        for (List<InetAddress> addresses : List.of(
                List.of(PUBLIC, address("10.0.0.1")),
                List.of(address("169.254.169.254"), PUBLIC),
                List.of(PUBLIC, address("64:ff9b::a00:1"), PUBLIC))) {
            assertThat(outcome(resolving(addresses), "https://vendor.example"))
                    .as("%s", addresses)
                    .isEqualTo("FORBIDDEN");
        }
    }

    /** The guard that looks at the connection has to find its way back from what the client says of it. */
    @Test
    void literalOfIpv6IsCalledWhereItIsListedAndNotWhereItIsNot() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("::1"), 0), 0);
        AtomicInteger calls = new AtomicInteger();
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String url = "http://[::1]:" + server.getAddress().getPort();
        try {
            assertThat(outcome(rebound("[::1]"), url)).isEqualTo("answered 200");
            assertThat(outcome(rebound("::1/128"), url)).isEqualTo("answered 200");
            assertThat(outcome(rebound("127.0.0.0/8"), url)).isEqualTo("FORBIDDEN");
            assertThat(outcome(resolving(List.of()), url)).isEqualTo("FORBIDDEN");
        } finally {
            server.stop(0);
        }
        assertThat(calls).hasValue(2);
    }

    /** A resolver would take them for this machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.1",
                "0177.0.0.1",
                "127.1",
                "127.0.0.1.",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "LOCALHOST",
                "localhost.",
                "%31%32%37.0.0.1",
                "vendor.example@127.0.0.1"
            })
    void thisMachineIsNotCalledByAnyOtherForm(String host) {
        String url = vendor.url().replace("127.0.0.1", host);

        assertThat(outcome(resolving(List.of(PUBLIC)), url)).isEqualTo("FORBIDDEN");
        assertThat(outcome(resolving(List.of(PUBLIC), "vendor.example", "0.0.0.0/1:1"), url))
                .isEqualTo("FORBIDDEN");
        assertThat(vendor.requests()).isEmpty();
    }
}
