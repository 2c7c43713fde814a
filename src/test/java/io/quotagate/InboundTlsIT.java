package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.Certificates.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers over TLS, with certificates of their own where those are asked for. */
class InboundTlsIT {

    private static final String TENANTS = """
            tenants:
              - id: acme
                keys: [{ id: ci, sha256: 8254c329a92850f6d539dd376f4816ee2764517da5e0235514af433164480d7a }]
            """;

    private static final String CONFIGURATION = """
            quarkus.http.tls-configuration-name=inbound
            quarkus.http.ssl-port=%1$d
            quarkus.http.insecure-requests=disabled
            quarkus.tls.inbound.key-store.p12.path=%2$s
            quarkus.tls.inbound.key-store.p12.password=%3$s
            quarkus.tls.inbound.key-store.p12.alias=server
            quarkus.tls.inbound.key-store.p12.alias-password=%3$s
            quarkus.tls.inbound.trust-store.pem.certs=%4$s
            """;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private int port;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Identity authority;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Identity caller;

    @BeforeEach
    void configure() throws IOException {
        Certificates certificates = new Certificates(folder);
        authority = certificates.authority();
        Identity server = certificates.certified("server", "ip:127.0.0.1");
        caller = certificates.certified("caller", "dns:caller.test");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        Files.writeString(folder.resolve("tenants.yaml"), TENANTS);
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.properties"),
                CONFIGURATION.formatted(port, server.store(), Certificates.PASSWORD, authority.certificate()));
    }

    private PackagedGateway start(String key, String value) {
        return PackagedGateway.start(
                folder,
                Map.of("QUOTAGATE_TENANTS", folder.resolve("tenants.yaml").toString(), key, value));
    }

    /** The status of a read; fails where there is no HTTP. */
    private int status(HttpClient client, String key) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + port + "/v1/tenants/acme/quotas"))
                .header("X-API-Key", key)
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }

    private HttpClient anonymous() {
        return client(new KeyManagerFactory[0]);
    }

    /** Shows the certificate of this identity. */
    private HttpClient as(Identity identity) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(identity.store().toFile(), Certificates.PASSWORD.toCharArray());
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, Certificates.PASSWORD.toCharArray());
        return client(factory);
    }

    private HttpClient client(KeyManagerFactory... keys) {
        try (InputStream pem = Files.newInputStream(authority.certificate())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.length == 0 ? null : keys[0].getKeyManagers(), trust.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(context).build();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void whoeverHasNoCertificateGetsNoHttpAndWhoeverHasOneStillNeedsAKey() throws Exception {
        Certificates others = new Certificates(elsewhere);
        Identity otherAuthority = others.authority();
        try (PackagedGateway gateway = start("QUOTAGATE_TLS_CLIENT_AUTH", "required")) {
            gateway.awaitReady();

            assertThatThrownBy(() -> status(anonymous(), "k")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> status(as(otherAuthority), "k")).isInstanceOf(IOException.class);
            assertThat(status(as(caller), "wrong")).isEqualTo(401);
            assertThat(status(as(caller), "k")).isEqualTo(200);
            assertThatThrownBy(() -> gateway.read("/v1/tenants/acme/quotas", "k"))
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(gateway.log()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void tlsAloneAsksForNoCertificate() throws Exception {
        try (PackagedGateway gateway = start("QUOTAGATE_TLS_CLIENT_AUTH", "none")) {
            gateway.awaitReady();

            assertThat(status(anonymous(), "wrong")).isEqualTo(401);
            assertThat(status(anonymous(), "k")).isEqualTo(200);
        }
    }

    @Test
    void certificatesThatAreRequiredAreNotPassedByWithoutTls() {
        try (PackagedGateway gateway = PackagedGateway.start(
                folder,
                Map.of(
                        "QUOTAGATE_TENANTS", folder.resolve("tenants.yaml").toString(),
                        "QUOTAGATE_TLS_CLIENT_AUTH", "required",
                        "QUARKUS_HTTP_INSECURE_REQUESTS", "enabled"))) {
            gateway.awaitEnd();

            assertThat(gateway.log())
                    .anyMatch(line -> line.contains("quotagate.tls.client-auth: where certificates are required"))
                    .noneMatch(line -> line.startsWith("\tat "));
        }
    }
}
