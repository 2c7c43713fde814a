package io.quotagate.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.quotagate.client.api.ProvidersApi;
import io.quotagate.client.api.QuotasApi;
import io.quotagate.client.api.SourcesApi;
import io.quotagate.client.api.TenantsApi;
import io.quotagate.client.model.Amount;
import io.quotagate.client.model.Problem;
import io.quotagate.client.model.Quota;
import io.quotagate.client.model.QuotaCheck;
import io.quotagate.client.model.QuotaCheckCandidate;
import io.quotagate.client.model.QuotaCheckRequest;
import io.quotagate.client.model.QuotaCheckResult;
import io.quotagate.client.model.QuotaCheckScope;
import io.quotagate.client.model.QuotaChecks;
import io.quotagate.client.model.RefreshRequest;
import io.quotagate.client.model.Report;
import io.quotagate.client.model.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The generated client reads from the sandbox all that the document promises. */
class ContractTest {

    private static final String SANDBOX = "sandbox";

    private final ApiClient client = client(System.getProperty("gateway"));
    private final QuotasApi quotas = new QuotasApi(client);

    private static ApiClient client(String gateway) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(gateway);
        client.setRequestInterceptor(request -> request.header("X-API-Key", SANDBOX));
        return client;
    }

    private Report report(List<String> metrics, Integer pageSize, String pageToken) throws ApiException {
        return quotas.getReport(
                SANDBOX, null, null, metrics, null, null, null, null, "full", "all", pageSize, pageToken, null, null,
                null);
    }

    @Test
    void reportHasAllConnectionsWithExactNumbers() throws ApiException {
        Report report = report(List.of("storage.stored"), null, null);

        assertThat(report.getComplete()).isTrue();
        assertThat(report.getSources()).extracting(Source::getConnection).contains("drive", "media", "objects", "vms");
        Quota quota = report.getQuotas().stream()
                .filter(each -> each.getId().equals("drive:storage.stored:organization"))
                .findFirst()
                .orElseThrow();
        assertThat(new BigDecimal(quota.getLimit().getValue())).isEqualByComparingTo("10995116277760");
        assertThat(quota.getUsed().getState()).isEqualTo(Amount.StateEnum.KNOWN);
        assertThat(quota.getUsed().getVendor().getField()).isEqualTo("/data/spaceUsed");
        assertThat(quota.getObservedAt()).isNotNull();
    }

    @Test
    void pagesAddUpToTheReport() throws ApiException {
        List<String> paged = new ArrayList<>();
        String token = null;
        do {
            Report page = report(null, 7, token);
            page.getQuotas().forEach(quota -> paged.add(quota.getId()));
            token = page.getNextPageToken();
        } while (token != null);

        assertThat(paged)
                .containsExactlyElementsOf(report(null, null, null).getQuotas().stream()
                        .map(Quota::getId)
                        .toList())
                .hasSizeGreaterThan(30);
    }

    @Test
    void filtersMaySayMoreThanOneThing() throws ApiException {
        Report report = quotas.getReport(
                SANDBOX, List.of("koodrive", "zstack"), null, null, null, List.of("ok"), "0.01", "-utilization", null,
                null, null, null, null, null, null);

        assertThat(report.getQuotas())
                .isNotEmpty()
                .allSatisfy(quota -> assertThat(quota.getStatus()).isEqualTo("ok"))
                .extracting(Quota::getProvider)
                .containsOnly("koodrive", "zstack");
    }

    @Test
    void quotaWithoutUtilizationHasNone() throws ApiException {
        Quota quota = quotas.getQuota(
                "objects:objectstorage.requests:region:cn-bj2", SANDBOX, null, null, null);

        assertThat(quota.getUtilization()).isNull();
        assertThat(quota.getLimit().getState()).isEqualTo(Amount.StateEnum.UNKNOWN);
        assertThat(quota.getLimit().getValue()).isNull();
    }

    @Test
    void sourcesTenantsAndProvidersAreThere() throws ApiException {
        assertThat(new SourcesApi(client).getSources(SANDBOX, null, null, null).getSources()).hasSize(4);
        assertThat(new TenantsApi(client).listTenants(null, null).getTenants())
                .singleElement()
                .satisfies(tenant -> assertThat(tenant.getId()).isEqualTo(SANDBOX));
        assertThat(new ProvidersApi(client).listProviders().getProviders())
                .extracting(provider -> provider.getId())
                .contains("koodrive", "tencent-smh", "ucloud-ufile", "zstack");
    }

    @Test
    void checksAreDecidedInExactUnits() throws ApiException {
        QuotaCheckScope organization = new QuotaCheckScope().level("organization");
        QuotaCheck fits = new QuotaCheck().metric("storage.stored").amount("1").unit("TiBy").scope(organization);
        QuotaCheck doesNot = new QuotaCheck().metric("storage.stored").amount("11").unit("TBy").scope(organization);

        List<QuotaCheckResult> results = check(fits, doesNot).getChecks();

        QuotaCheckCandidate room = results.get(0).getCandidates().get(0);
        assertThat(results.get(0).getDecision()).isEqualTo(QuotaCheckResult.DecisionEnum.ALLOWED);
        assertThat(room.getDecidedBy()).isEqualTo("drive:storage.stored:organization");
        assertThat(new BigDecimal(room.getRemaining().getValue())).isBetween(
                new BigDecimal("1099511627776"), new BigDecimal("10995116277760"));
        assertThat(results.get(1).getDecision()).isEqualTo(QuotaCheckResult.DecisionEnum.DENIED);
    }

    @Test
    void checkInAnotherUnitIsAProblem() {
        QuotaCheck check = new QuotaCheck().metric("storage.stored").amount("1").unit("{user}");

        Problem problem = problem(() -> check(check));

        assertThat(problem.getType()).isEqualTo("/problems/invalid-request");
        assertThat(problem.getErrors()).singleElement().satisfies(error -> assertThat(error.getName())
                .isEqualTo("checks[0].unit"));
    }

    private QuotaChecks check(QuotaCheck... checks) throws ApiException {
        return quotas.checkQuotas(SANDBOX, new QuotaCheckRequest().checks(List.of(checks)), null, null);
    }

    @Test
    void refreshAsksTheVendorOnceForOneKey() throws ApiException {
        SourcesApi sources = new SourcesApi(client);
        RefreshRequest request = new RefreshRequest().connections(List.of("objects"));
        String key = UUID.randomUUID().toString();

        var first = sources.refresh(SANDBOX, key, request);

        assertThat(first.getSources()).extracting(Source::getConnection).containsExactly("objects");
        assertThat(sources.refresh(SANDBOX, key, request)).isEqualTo(first);
        assertThat(problem(() -> sources.refresh(SANDBOX, null, request)).getType()).isEqualTo("/problems/cooling-down");
    }

    @Test
    void errorsAreProblems() {
        Problem invalid = problem(() -> report(null, 0, null));
        assertThat(invalid.getType()).isEqualTo("/problems/invalid-request");
        assertThat(invalid.getErrors()).singleElement().satisfies(error -> assertThat(error.getName())
                .isEqualTo("pageSize"));

        Problem absent = problem(() -> new SourcesApi(client).getSources("nobody", null, null, null));
        assertThat(absent.getStatus()).isEqualTo(404);
        assertThat(absent.getTraceId()).matches("[0-9a-f]{32}");
    }

    private interface Call {
        Object run() throws ApiException;
    }

    private static Problem problem(Call call) {
        ApiException failure = catchThrowableOfType(ApiException.class, call::run);
        try {
            return JSON.getDefault().getMapper().readValue(failure.getResponseBody(), Problem.class);
        } catch (IOException none) {
            throw new AssertionError(failure.getResponseBody(), none);
        }
    }

    /** A gateway of a later version. */
    @Test
    void newValuesAndMembersAreTakenAsTheyCome() throws Exception {
        Report report = report(List.of("storage.stored"), 1, null);
        String later = JSON.getDefault().getMapper().writeValueAsString(report)
                .replace("\"status\":\"ok\"", "\"status\":\"frugal\",\"mood\":\"good\"")
                .replace("\"unit_inferred\"", "\"made_of_cheese\"")
                .replace("\"kind\":\"allocation\"", "\"kind\":\"lease\"")
                .replace("\"metric\":\"storage.stored\"", "\"metric\":\"storage.imagined\"");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = later.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            URI gateway = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

            Report read = new QuotasApi(client(gateway.toString()))
                    .getReport(
                            SANDBOX, null, null, null, null, null, null, null, null, null, null, null, null, null,
                            null);

            Quota quota = read.getQuotas().get(0);
            assertThat(quota.getStatus()).isEqualTo("frugal");
            assertThat(quota.getWarnings()).contains("made_of_cheese");
            assertThat(quota.getMetric()).isEqualTo("storage.imagined");
            assertThat(quota.getKind()).isEqualTo(Quota.KindEnum.UNKNOWN_DEFAULT_OPEN_API);
            assertThat(read.getSources()).extracting(Source::getStatus).contains("frugal");
        } finally {
            server.stop(0);
        }
    }
}
