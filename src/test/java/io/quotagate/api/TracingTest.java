package io.quotagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {

    /** There is no end of paths, and of names there should be. */
    @ParameterizedTest
    @CsvSource({
        "/v1/tenants, /v1/tenants",
        "/v1/tenants/acme/quotas, /v1/tenants/{tenantId}/quotas",
        "/v1/tenants/acme/quotas/drive:users:organization, /v1/tenants/{tenantId}/quotas/{quotaId}",
        "/v1/tenants/acme/quota-checks, /v1/tenants/{tenantId}/quota-checks",
        "/portal/tenants/acme, /portal/tenants/{tenantId}",
        "/problems/source-timeout, /problems/{type}",
        "/openapi, /openapi",
        "/, /",
        "/v1/tenants/acme/quotas/a/b, *",
        "/v1/tenants/acme/made-up, *",
        "/v1/tenants/acme/sources/drive, *",
        "/v1/tenants/acme/QUOTAS, *",
        "/sandbox/koodrive/koodrive/ose/v1/service, *",
        "/assets/0123456789abcdef/portal.js, *",
        ", *"
    })
    void routeIsNamedWithoutWhatIsTheCallers(@Nullable String path, String route) {
        assertThat(Tracing.route(path)).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({"GET, GET", "DELETE, DELETE", "MADE-UP, _OTHER", "get, _OTHER"})
    void methodIsNamedWhereThereIsSuch(String method, String name) {
        assertThat(Tracing.method(HttpMethod.valueOf(method))).isEqualTo(name);
    }
}
