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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths as no client of good manners would write them. */
@QuarkusTest
class StrangePathsTest {

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

    private static String path(String strange, String tenant) {
        return strange.replace("TENANT", tenant).replace("REPEATED", "x".repeat(3_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/tenants/TENANT/quotas/",
                "/v1/tenants/TENANT/quotas//",
                "/v1/tenants//TENANT/quotas",
                "/v1//tenants/TENANT//quotas",
                "//v1/tenants/TENANT/quotas",
                "///v1/tenants/TENANT/quotas",
                "/v1/./tenants/./TENANT/quotas",
                "/./v1/tenants/TENANT/quotas",
                "/x/../v1/tenants/TENANT/quotas",
                "/v1/../v1/tenants/TENANT/quotas",
                "/v1/%2e%2e/v1/tenants/TENANT/quotas",
                "/%2e/v1/tenants/TENANT/quotas",
                "/openapi/../v1/tenants/TENANT/quotas",
                "/problems/../v1/tenants/TENANT/quotas",
                "/v1/tenants/x/../TENANT/quotas",
                "/v1/tenants/x/%2e%2e/TENANT/quotas",
                "/v1/tenants/x%2f..%2fTENANT/quotas",
                "/v1/tenants/TENANT%2fquotas",
                "/v1/tenants%2fTENANT/quotas",
                "/v1/tenants/TENANT%00/quotas",
                "/v1/tenants/TENANT/quotas%00",
                "/v1/tenants/%20TENANT/quotas",
                "/v1/tenants/%E2%80%8BTENANT/quotas",
                "/v1/tenants/TENANT%FF/quotas",
                "/v1/tenants/TENANTREPEATED/quotas",
                "/v1/TENANTS/TENANT/QUOTAS",
                "/%761/tenants/TENANT/quotas",
                "/v%31/%74enants/TENANT/quotas",
                "/v1;x=1/tenants/TENANT/quotas",
                "/v1/tenants;x=1/TENANT/quotas",
                "/v1/tenants/TENANT;x=1/quotas",
                "/v1/tenants/TENANT;tenantId=x/quotas;x",
                "/v1/tenants/x;/../TENANT/quotas",
                "/v1/tenants/..;/tenants/TENANT/quotas",
                "/v1/tenants/TENANT/quotas?",
                "/v1/tenants/TENANT/quotas?tenantId=x&tenantId=TENANT",
                "/v1/tenants/TENANT/quotas#x",
                "/v1/tenants/TENANT/quotas%3Fx",
                "/v1/tenants/TENANT/quotas%23x",
                "/v1/tenants/TENANT/quotas/drive%3Astorage.stored%3Aorganization",
                "/v1/tenants/TENANT/quotas/drive:storage.stored:organization/../../sources",
                "http://gateway/v1/tenants/TENANT/quotas",
                "http://elsewhere//v1/tenants/TENANT/quotas",
                "HTTPS://user@gateway/v1/tenants/TENANT/quotas",
                "//portal/tenants/TENANT",
                "/portal//tenants//TENANT/",
                "/./portal/tenants/TENANT",
                "/x/../portal/tenants/TENANT",
                "/assets/../portal/tenants/TENANT",
                "/docs/%2e%2e/portal/tenants/TENANT",
                "/%70ortal/tenants/TENANT",
                "/portal;x=1/tenants/TENANT",
                "/portal/tenants;x/TENANT;y",
                "/portal/tenants/TENANT?",
                "http://gateway/portal/tenants/TENANT"
            })
    void strangersAreUnauthorizedAndOthersKeepOut(String strange) {
        for (Visitor stranger : neighbours.strangers()) {
            Answer absent = stranger.get(gateway, path(strange, neighbours.absent));
            assertThat(absent.status()).as("%s", stranger).isEqualTo(401);
            assertThat(absent.header("WWW-Authenticate")).hasValue("ApiKey realm=\"quotagate\"");
            assertThat(stranger.get(gateway, path(strange, neighbours.own)))
                    .as("%s", stranger)
                    .isEqualTo(absent);
        }
        aliensKeepOut(strange);
    }

    /** Also where the answer to just this path is kept for those who may have it. */
    private void aliensKeepOut(String strange) {
        for (int round = 0; round < 2; round++) {
            assertThat(neighbours
                            .full
                            .get(gateway, path(strange, neighbours.own))
                            .text())
                    .doesNotContain(Neighbours.USED_BY_FOREIGN);
            Answer absent = neighbours.foreigner.get(gateway, path(strange, neighbours.absent));
            assertThat(absent.status()).isBetween(400, 499);
            assertThat(neighbours.foreigner.get(gateway, path(strange, neighbours.own)))
                    .isEqualTo(absent);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/V1/tenants/TENANT/quotas",
                "/%2fv1/tenants/TENANT/quotas",
                "/;x=1/v1/tenants/TENANT/quotas",
                "/v1%3b/tenants/TENANT/quotas",
                "/v1%20/tenants/TENANT/quotas",
                "/v1%2ftenants/TENANT/quotas",
                "/v2/tenants/TENANT/quotas",
                "/tenants/TENANT/quotas",
                "/v1/tenants/%zz/TENANT",
                "/v1/tenants/TENANT/quotas%",
                "/v1\\tenants\\TENANT\\quotas",
                "v1/tenants/TENANT/quotas",
                "*",
                "?TENANT"
            })
    void whatLeadsElsewhereLeadsNobodyToATenant(String strange) {
        for (Visitor visitor : List.of(neighbours.strangers().get(0), neighbours.foreigner, neighbours.full)) {
            Answer absent = visitor.get(gateway, path(strange, neighbours.absent));
            assertThat(absent.status()).as("%s", visitor).isBetween(400, 499);
            assertThat(visitor.get(gateway, path(strange, neighbours.own)))
                    .as("%s", visitor)
                    .isEqualTo(absent);
        }
    }

    /** A client that follows it must not carry its key to another host. */
    @Test
    void nextPageIsOnThisHostHoweverThePathBegins() {
        String path = "/v1/tenants/" + neighbours.own + "/quotas?pageSize=1";
        for (String start : List.of("", "/", "//", "//evil.example/..", "http://evil.example")) {
            for (int round = 0; round < 2; round++) {
                Answer page = neighbours.full.get(gateway, start + path);

                assertThat(page.header("Link"))
                        .as(start)
                        .hasValueSatisfying(link -> assertThat(link).matches("</[^/].*>; rel=\"next\""));
            }
        }
    }
}
