package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.quarkus.arc.All;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.HostileVendor.Script;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.VendorHttp;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vendors that break off, flood, stall and lie below HTTP, with our secrets in whatever they send. */
@QuarkusTest
class SecretsUnderSiegeTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Tenants tenants;

    @Inject
    Clock clock;

    @Inject
    @All
    List<QuotaProvider> providers;

    @Inject
    VendorHttp http;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @TestHTTPResource(management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    private final HostileVendor vendor = new HostileVendor(Script.healthy());

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private CanaryTenant canaries;

    @BeforeEach
    void enter() {
        canaries = new CanaryTenant(tenants, (MovableClock) clock, gateway, management);
    }

    @AfterEach
    void leave() {
        canaries.close();
        vendor.close();
    }

    /** On one line, as headers want it. */
    private static String echo(Request request) {
        return Canaries.echo(request).replaceAll("[\\r\\n]", " ");
    }

    static Stream<Named<Script>> hostilities() {
        return Stream.of(
                named("no HTTP", (request, wire) -> wire.send(echo(request) + "\r\n\r\n")),
                named("a status line", (request, wire) -> wire.send("HTTP/1.1 200 " + echo(request) + "\r\n\r\n")),
                named("a version", (request, wire) -> wire.send("HTTP/" + echo(request) + " 200 OK\r\n\r\n")),
                named("a status", (request, wire) -> wire.send("HTTP/1.1 " + echo(request) + "\r\n\r\n")),
                named("a header's name", (request, wire) -> wire.send(OK + echo(request) + ": x\r\n\r\n{}")),
                named("a length", (request, wire) -> wire.send(OK + "Content-Length: " + echo(request) + "\r\n\r\n")),
                named(
                        "a chunk's size",
                        (request, wire) ->
                                wire.send(OK + "Transfer-Encoding: chunked\r\n\r\n" + echo(request) + "\r\n")),
                named("an encoding", (request, wire) -> {
                    wire.send(OK + "Content-Encoding: " + echo(request) + "\r\nContent-Length: 2\r\n\r\n{}");
                }),
                named(
                        "a cookie",
                        (request, wire) ->
                                wire.send(OK + "Set-Cookie: a=" + echo(request) + "\r\nContent-Length: 2\r\n\r\n{}")),
                named(
                        "a redirect",
                        (request, wire) -> wire.send("HTTP/1.1 302 x\r\nLocation: http://127.0.0.1/?" + request.query()
                                + "\r\nContent-Length: 0\r\n\r\n")),
                named(
                        "an interim answer",
                        (request, wire) -> wire.flood("HTTP/1.1 103 x\r\nLink: CanaryAppSecret\r\n\r\n")),
                named("a flood of header bytes", (request, wire) -> {
                    wire.send(OK + "X: ");
                    wire.flood(echo(request));
                }),
                named("a flood of body bytes", (request, wire) -> {
                    wire.send(OK + "\r\n\"");
                    wire.flood(echo(request));
                }),
                named("a reset", (request, wire) -> {
                    wire.send(OK + "Content-Length: 100000\r\n\r\n{\"x\":\"" + echo(request));
                    wire.reset();
                }),
                named("an end too early", (request, wire) -> {
                    wire.send(OK + "Content-Length: 100000\r\n\r\n{\"x\":\"" + echo(request));
                    wire.close();
                }),
                named("an answer nobody asked for", (request, wire) -> {
                    wire.send(Reply.json(Canaries.numbers(echo(request))));
                    wire.send(Reply.json(Canaries.errors(echo(request))));
                }),
                named("a stall after a part", (request, wire) -> {
                    wire.send(OK + "Content-Length: 100000\r\n\r\n{\"x\":\"" + echo(request));
                    wire.silence();
                }));
    }

    @ParameterizedTest
    @MethodSource("hostilities")
    void secretsStayInsideWhateverAVendorDoes(Script hostile) {
        vendor.script((request, wire) -> {
            if (Canaries.login(request).isPresent()) {
                wire.send(Canaries.login(request).get());
                return;
            }
            hostile.play(request, wire);
        });
        canaries.ask(vendor.url());
        canaries.refresh();
        vendor.script(hostile);
        canaries.ask(vendor.url());

        assertThat(vendor.requests()).hasSizeGreaterThanOrEqualTo(9);
        canaries.assertNothingGotOut();
    }

    /** What is thrown may reach a log that is not ours: neither it nor anything under it says a secret. */
    @ParameterizedTest
    @MethodSource("hostilities")
    void secretsAreInNoExceptionOfAnAdapter(Script hostile) {
        vendor.script(hostile);

        List<String> thrown = Canaries.connections(vendor.url()).parallelStream()
                .map(connection -> providers.stream()
                        .filter(provider -> provider.id().equals(connection.provider()))
                        .findFirst()
                        .orElseThrow()
                        .fetch(connection, http.deadline())
                        .map(observation -> "observed " + observation.shortfall())
                        .onFailure()
                        .recoverWithItem(SecretsUnderSiegeTest::text)
                        .await()
                        .atMost(PATIENCE))
                .toList();

        assertThat(thrown).hasSize(9).filteredOn(Canaries::tells).isEmpty();
        assertThat(thrown).anyMatch(text -> text.contains(ProviderException.class.getName()));
    }

    private static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text + " " + thrown;
    }

    @Test
    void secretsStayInsideWhileNobodyListens() {
        vendor.close();
        for (int again = 0; again < 3; again++) {
            canaries.ask(vendor.url());
            canaries.refresh();
        }

        canaries.assertNothingGotOut();
    }
}
