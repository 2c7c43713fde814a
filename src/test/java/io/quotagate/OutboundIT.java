package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.provider.VendorStub;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom a connection trusts, as whom it calls, and by which proxy it goes: as an operator configures it. */
class OutboundIT {

    private static final String CONFIGURATION = """
            quotagate.egress.allow=127.0.0.1,vendor.test
            quotagate.fetch.timeout=PT60S
            quarkus.tls.corporate.trust-store.pem.certs=%1$s
            quarkus.tls.partner.trust-store.pem.certs=%1$s
            quarkus.tls.partner.key-store.p12.path=%2$s
            quarkus.tls.partner.key-store.p12.password=%3$s
            quarkus.tls.partner.key-store.p12.alias=gateway
            quarkus.tls.partner.key-store.p12.alias-password=%3$s
            quarkus.proxy.open.host=127.0.0.1
            quarkus.proxy.open.port=%4$d
            quarkus.proxy.guarded.host=127.0.0.1
            quarkus.proxy.guarded.port=%5$d
            quarkus.proxy.guarded.username=gateway
            quarkus.proxy.guarded.password=Pr0xyPassw0rd
            quarkus.proxy.stranger.host=127.0.0.1
            quarkus.proxy.stranger.port=%5$d
            quarkus.proxy.stranger.username=gateway
            quarkus.proxy.stranger.password=Wr0ngPassw0rd
            quarkus.proxy.dead.host=127.0.0.1
            quarkus.proxy.dead.port=%6$d
            # Of the whole process, and of no concern to a connection that does not name it.
            quarkus.tls.trust-all=true
            quarkus.proxy.host=127.0.0.1
            quarkus.proxy.port=%6$d
            """;

    private static final String TENANT = """
              - id: %s
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
                connections:
            """;

    private static final String CONNECTION = """
                  - { id: %s, provider: koodrive, baseUrl: "%s", credentials: { accessToken: t }%s }
            """;

    @TempDir
    Path folder;

    private final VendorStub vendor = VendorStub.answering(FourVendors::healthy);
    private final int plain = URI.create(vendor.url()).getPort();
    private final TestProxy open = new TestProxy("");
    private final TestProxy guarded = new TestProxy("gateway:Pr0xyPassw0rd");
    private final List<TlsFront> fronts = new ArrayList<>();
    private final StringBuilder tenants = new StringBuilder("tenants:\n");
    private final Map<String, String> statuses = new TreeMap<>();
    private final Map<String, String> details = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Certificates certificates;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Path authority;

    @BeforeEach
    void configure() throws IOException {
        certificates = new Certificates(folder);
        authority = certificates.authority().certificate();
        Path store = certificates.certified("gateway", "dns:gateway.test").store();
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.properties"),
                CONFIGURATION.formatted(
                        authority, store, Certificates.PASSWORD, open.port(), guarded.port(), deadPort()));
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void close() {
        fronts.forEach(TlsFront::close);
        open.close();
        guarded.close();
        vendor.close();
    }

    private int front(TlsFront front) {
        fronts.add(front);
        return front.port();
    }

    private int front(Certificates.Identity identity) {
        return front(new TlsFront(plain, identity));
    }

    private void tenant(String id) {
        tenants.append(TENANT.formatted(id));
    }

    private void connection(String id, String url, String more) {
        tenants.append(CONNECTION.formatted(id, url, more.isEmpty() ? "" : ", " + more));
    }

    private static String local(int port) {
        return "https://127.0.0.1:" + port;
    }

    private PackagedGateway start() throws IOException {
        Path file = Files.writeString(folder.resolve("tenants.yaml"), tenants);
        return PackagedGateway.start(folder, Map.of("QUOTAGATE_TENANTS", file.toString()))
                .awaitReady();
    }

    private void read(PackagedGateway gateway, String tenant) {
        String answer = gateway.read("/v1/tenants/" + tenant + "/sources", "k").body();
        assertThat(answer).doesNotContain("Passw0rd", "PKIX", "ertpath", "Exception");
        JsonPath sources = JsonPath.from(answer);
        for (Map<String, Object> source : sources.<Map<String, Object>>getList("sources")) {
            String id = String.valueOf(source.get("connection"));
            statuses.put(id, String.valueOf(source.get("status")));
            if (source.get("problem") instanceof Map<?, ?> problem) {
                details.put(id, String.valueOf(problem.get("detail")));
            }
        }
    }

    private static void assertSilent(PackagedGateway gateway) {
        assertThat(gateway.log()).noneMatch(line -> line.contains("Passw0rd") || line.startsWith("\tat "));
    }

    @Test
    void connectionTrustsWhomItNamesAndNobodyElse() throws IOException {
        int certified = front(certificates.certified("server", "ip:127.0.0.1"));
        int selfSigned = front(certificates.selfSigned("self", "ip:127.0.0.1"));
        int elsewhere = front(certificates.certified("elsewhere", "dns:other.test,ip:127.0.0.2"));
        int expired = front(certificates.expired("expired", "ip:127.0.0.1"));
        int mutual = front(TlsFront.mutual(plain, certificates.certified("mutual", "ip:127.0.0.1"), authority));
        tenant("acme");
        connection("trusted", local(certified), "tls: corporate");
        connection("self-signed", local(selfSigned), "");
        connection("self-signed-known", local(selfSigned), "tls: corporate");
        connection("wrong-host", local(elsewhere), "tls: corporate");
        connection("expired", local(expired), "tls: corporate");
        connection("mutual", local(mutual), "tls: partner");
        connection("mutual-nobody", local(mutual), "tls: corporate");
        tenant("beta");
        connection("another-tenants", local(certified), "");

        try (PackagedGateway gateway = start()) {
            read(gateway, "acme");
            read(gateway, "beta");

            assertThat(statuses)
                    .containsOnly(
                            Map.entry("trusted", "ok"),
                            Map.entry("mutual", "ok"),
                            Map.entry("self-signed", "unavailable"),
                            Map.entry("self-signed-known", "unavailable"),
                            Map.entry("wrong-host", "unavailable"),
                            Map.entry("expired", "unavailable"),
                            Map.entry("mutual-nobody", "unavailable"),
                            Map.entry("another-tenants", "unavailable"));
            assertThat(details)
                    .containsEntry("mutual-nobody", "the vendor cannot be reached")
                    .hasSize(6);
            details.remove("mutual-nobody");
            assertThat(details.values()).containsOnly("the vendor's TLS certificate is not accepted for its host");
            assertThat(vendor.requests()).hasSize(4);
            assertSilent(gateway);
        }
    }

    @Test
    void connectionGoesByTheProxyThatItNamesAndByNoOther() throws IOException {
        int certified = front(certificates.certified("server", "dns:vendor.test"));
        String tls = "https://vendor.test:" + certified;
        String http = "http://vendor.test:" + plain;
        tenant("acme");
        connection("direct", "http://127.0.0.1:" + plain, "");
        connection("plain", http, "proxy: open");
        connection("tunnel", tls, "proxy: open, tls: corporate");
        connection("tunnel-untrusted", tls, "proxy: open");
        connection("login", http, "proxy: guarded");
        connection("login-tunnel", tls, "proxy: guarded, tls: corporate");
        connection("stranger", http, "proxy: stranger");
        connection("stranger-tunnel", tls, "proxy: stranger, tls: corporate");
        connection("dead", http, "proxy: dead");
        connection("dead-tunnel", tls, "proxy: dead, tls: corporate");

        try (PackagedGateway gateway = start()) {
            read(gateway, "acme");

            assertThat(statuses)
                    .containsOnly(
                            Map.entry("direct", "ok"),
                            Map.entry("plain", "ok"),
                            Map.entry("tunnel", "ok"),
                            Map.entry("tunnel-untrusted", "unavailable"),
                            Map.entry("login", "ok"),
                            Map.entry("login-tunnel", "ok"),
                            Map.entry("stranger", "unavailable"),
                            Map.entry("stranger-tunnel", "unavailable"),
                            Map.entry("dead", "unavailable"),
                            Map.entry("dead-tunnel", "unavailable"));
            assertThat(details)
                    .containsEntry("stranger", "the proxy does not let the gateway through")
                    .containsEntry("dead", "the vendor cannot be reached");
            assertThat(open.asked()).contains("CONNECT vendor.test:" + certified);
            assertThat(open.asked()).anyMatch(line -> line.startsWith("GET " + http + "/koodrive/"));
            assertThat(guarded.asked()).anyMatch(line -> line.startsWith("refused CONNECT"));
            assertThat(vendor.requests())
                    .hasSize(10)
                    .allMatch(request -> request.header("proxy-authorization").isEmpty());
            assertSilent(gateway);
        }
    }
}
