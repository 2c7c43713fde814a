package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.FakeProvider;
import io.quotagate.tenant.Tenants;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the portal shows of tenants is kept as the API keeps it; its routes are in no document, so they stand here. */
@QuarkusTest
class PortalIsolationTest {

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "ODD");
    private static final List<String> MANNERS = List.of("", "?metric=x", "?no=such", "?pageToken=x", "/", "/x");

    @Inject
    Tenants tenants;

    @Inject
    FakeProvider vendor;

    @Inject
    Clock clock;

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init") // Set by Quarkus before each test.
    URI gateway;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private Neighbours neighbours;

    @BeforeEach
    void moveIn() {
        neighbours = new Neighbours(tenants, vendor, clock);
    }

    @AfterEach
    void moveOut() {
        neighbours.close();
    }

    private static String path(String tenant) {
        return "/portal/tenants/" + tenant;
    }

    private Answer ask(Visitor visitor, String method, String target) {
        return visitor.ask(gateway, method, target, List.of(), "");
    }

    @Test
    void readerSeesNumbersOfItsOwnTenantAlone() {
        neighbours.foreigner.get(gateway, path(neighbours.foreign));

        Answer answer = neighbours.reader.get(gateway, path(neighbours.own));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(answer.header("Content-Security-Policy")).hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.body())
                .contains("The " + neighbours.own, "1,000,000,007")
                .doesNotContain("2,200,000,033", neighbours.foreign);
    }

    @Test
    void strangersGetTheSameAnswerWhateverTheyAskFor() {
        neighbours.foreigner.get(gateway, path(neighbours.foreign));
        for (Visitor stranger : neighbours.strangers()) {
            for (String method : METHODS) {
                Answer first = ask(stranger, method, "/portal");
                assertThat(first.status()).as("%s %s", stranger, method).isEqualTo(401);
                Stream.of(neighbours.own, neighbours.foreign, neighbours.absent, "%2e%2e", "*")
                        .flatMap(tenant -> MANNERS.stream().map(manner -> path(tenant) + manner))
                        .forEach(target -> assertThat(ask(stranger, method, target))
                                .as("%s: %s %s", stranger, method, target)
                                .isEqualTo(first));
            }
        }
    }

    @Test
    void foreignAndAbsentTenantsCannotBeToldApart() {
        neighbours.foreigner.get(gateway, path(neighbours.foreign));
        for (Visitor insider : neighbours.tenantsOfOwn()) {
            for (String method : METHODS) {
                for (String manner : MANNERS) {
                    Answer absent = ask(insider, method, path(neighbours.absent) + manner);
                    assertThat(absent.status()).isBetween(400, 499);
                    assertThat(ask(insider, method, path(neighbours.foreign) + manner))
                            .as("%s: %s %s", insider, method, manner)
                            .isEqualTo(absent);
                }
            }
        }
    }

    @Test
    void whoeverMayOnlyRefreshIsForbidden() {
        assertThat(neighbours.refresher.get(gateway, path(neighbours.own)).status())
                .isEqualTo(403);
    }

    @Test
    void keyAndTokenTogetherAreRefused() {
        assertThat(neighbours.ofTwoKinds().get(gateway, path(neighbours.own)).status())
                .isEqualTo(400);
    }

    @Test
    void limitOfTheCallerCountsHereToo() {
        Visitor limited = neighbours.limited("portal", "1/PT60S");

        assertThat(limited.get(gateway, path(neighbours.own)).status()).isEqualTo(200);
        Answer second = limited.get(gateway, path(neighbours.own));

        assertThat(second.status()).isEqualTo(429);
        assertThat(second.header("Retry-After")).isPresent();
    }

    @Test
    void whatCannotBeAskedOfTheReportCannotBeAskedHere() {
        Answer answer = neighbours.reader.get(gateway, path(neighbours.own) + "?colour=red&status=blue");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"colour\"", "\"status\"");
    }

    @Test
    void nobodyNamesMethodsOfAPathThatIsInNoDocument() {
        assertThat(ask(neighbours.full, "OPTIONS", path(neighbours.own)).status())
                .isEqualTo(404);
    }
}
