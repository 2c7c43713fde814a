package io.quotagate.provider;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        HostNames names = new HostNames(vertx, clock) {
            @Override
            Uni<List<InetAddress>> find(String name) {
                return Uni.createFrom().item(List.of(PUBLIC));
            }
        };
        Egress egress = new Egress(() -> Optional.of(List.of(allowed)), names);
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
        String url = vendor.url().replace("127.0.0.1", "localhost");
        Connection connection = TestConnections.connection("fake", url, Map.of(), Map.of());
        VendorClients clients = new VendorClients(vertx, egress, config, tls, proxies);
        return new VendorHttp(clients, egress, config, System::nanoTime, rations)
                .call(connection, TestConnections.soon(), Api.class, api -> api.get(url))
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
}
