package io.quotagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.VendorStub;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vendors that say our secrets back to us, in every place where an answer has room. */
@QuarkusTest
class SecretsStayInsideTest {

    @Inject
    Tenants tenants;

    @Inject
    Clock clock;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @TestHTTPResource(management = true)
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI management;

    private final VendorStub vendor = VendorStub.answering(request -> Reply.never());

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private CanaryTenant canaries;

    @BeforeEach
    void enter() {
        canaries = new CanaryTenant(tenants, (MovableClock) clock, gateway, management);
    }

    /** The definition of a connection is made of its secrets, and seals what replicas share. */
    @Test
    void keyOfAConnectionIsWrittenWithoutItsDefinition() {
        ConnectionKey key = new ConnectionKey("acme", "drive", "canary");

        assertThat(key + " " + List.of(key)).isEqualTo("acme/drive [acme/drive]");
    }

    @AfterEach
    void leave() {
        canaries.close();
        vendor.close();
    }

    /** Asks for everything while vendors answer so: to data calls alone, and to logins too. */
    private void ask(Function<Request, Reply> script) {
        vendor.answer(request -> Canaries.login(request).orElseGet(() -> script.apply(request)));
        canaries.ask(vendor.url());
        vendor.answer(script);
        canaries.ask(vendor.url());
    }

    private void assertNothingGotOut() {
        assertThat(vendor.requests()).hasSizeGreaterThanOrEqualTo(9);
        canaries.assertNothingGotOut();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 429, 500, 503})
    void requestThatIsEchoedStaysInside(int status) {
        ask(request -> Reply.of(status, Canaries.echo(request)));
        ask(request ->
                Reply.of(status, Canaries.errors(Canaries.echo(request))).with("Content-Type", "application/json"));
        ask(request ->
                Reply.of(status, Canaries.numbers(Canaries.echo(request))).with("Content-Type", "application/json"));

        assertNothingGotOut();
    }

    @Test
    void requestThatIsEchoedInHeadersStaysInside() {
        for (int status : List.of(200, 302, 403, 503)) {
            ask(request -> Reply.of(status, "{}")
                    .with("X-Request-Id", Canaries.echo(request))
                    .with("Retry-After", Canaries.echo(request))
                    .with("Content-Type", Canaries.echo(request))
                    .with("Location", "http://127.0.0.1:1/?" + request.query())
                    .with("X-Echo", Canaries.echo(request)));
        }

        assertNothingGotOut();
    }

    @Test
    void secretsStayInsideWhereTheVendorStallsOrIsGone() {
        ask(request -> Reply.never());
        vendor.close();
        canaries.ask(vendor.url());

        assertNothingGotOut();
    }

    @Test
    void secretsStayInsideWhereTheVendorTalksGarbage() {
        for (String garbage : List.of("", "{", "[]", "null", "<html>", "\u0000\u0001\u0002", "{\"data\":[[[[")) {
            ask(request -> Reply.json(garbage));
            ask(request -> Reply.json(garbage + Canaries.echo(request)));
        }

        assertNothingGotOut();
    }

    @Test
    void secretThatTheVendorGivesAsItsCodeOrRequestIdStaysInside() {
        for (String secret : Canaries.CONFIGURED) {
            vendor.answer(request -> {
                // A vendor can only give back what it was given.
                String given = Canaries.sent(request).contains(secret) ? secret : "E1";
                return Reply.of(403, Canaries.errors(given)).with("X-Request-Id", given);
            });
            canaries.ask(vendor.url());
        }

        assertNothingGotOut();
    }
}
