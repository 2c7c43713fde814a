package io.quotagate.vendor.koodrive;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.Observation;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.QuotaProviderContract;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Warning;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KooDriveProviderTest extends QuotaProviderContract {

    private static final String USAGE = Answers.read("koodrive/quota-used.json");
    private static final String SERVICE = Answers.read("koodrive/service-repaired.json");

    @Inject
    KooDriveProvider provider;

    @Override
    protected QuotaProvider provider() {
        return provider;
    }

    @Override
    protected Connection connection(String url) {
        return TestConnections.connection("koodrive", url, Map.of(), Map.of("accessToken", "s3cr3t-token"));
    }

    @Override
    protected Reply healthy(Request request) {
        return Reply.json(isDataCall(request) ? USAGE : SERVICE);
    }

    @Override
    protected boolean isDataCall(Request request) {
        return request.path().endsWith("/quotaUsed");
    }

    @Override
    protected Reply refused(Request request) {
        return Reply.of(400, "{\"code\":13000201,\"msg\":\"token is invalid\"}");
    }

    @Test
    void tokenModeSendsTokenAndTraceId() {
        observe();

        assertThat(vendor.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.header("authorization")).isEqualTo("Bearer s3cr3t-token");
            assertThat(request.header("x-traceid")).hasSize(58);
            assertThat(request.headers()).doesNotContainKeys("x-date", "x-user-id");
        });
    }

    @Test
    void tokenThatAlreadySaysBearerIsNotPrefixedTwice() {
        observe(TestConnections.connection(
                "koodrive", vendor.url(), Map.of(), Map.of("accessToken", "Bearer s3cr3t-token")));

        assertThat(vendor.requests())
                .allMatch(request -> request.header("authorization").equals("Bearer s3cr3t-token"));
    }

    @Test
    void appModeSignsHostDateAndUserOfEachCall() {
        observe(TestConnections.connection(
                "koodrive",
                vendor.url() + "/prefix",
                Map.of(),
                Map.of("appId", "app", "appSecret", "s3cr3t", "userId", "1505084218764547200")));

        assertThat(vendor.requests()).hasSize(2).allSatisfy(request -> {
            String expected = KooDriveSigner.authorization(
                    "app",
                    "s3cr3t",
                    request.header("host"),
                    request.path(),
                    request.header("x-date"),
                    "1505084218764547200");
            assertThat(request.header("authorization")).isEqualTo(expected);
            assertThat(request.header("x-user-id")).isEqualTo("1505084218764547200");
        });
    }

    @Test
    void failingServiceCallKeepsTheNumbersAndSaysWhatIsMissing() {
        for (Reply broken : List.of(
                Reply.of(500, "down"),
                Reply.json(Answers.read("koodrive/service-as-documented.json")),
                Reply.json("{\"code\":1,\"msg\":\"no\"}"),
                Reply.never())) {
            vendor.answer(request -> isDataCall(request) ? healthy(request) : broken);

            Observation observation = observe();

            assertThat(observation.shortfall()).isPresent();
            assertThat(observation.account().state()).isEqualTo(AccountState.UNKNOWN);
            assertThat(observation.quotas()).hasSize(13);
            assertThat(observation.quotas())
                    .filteredOn(quota -> quota.metric().equals(KooDriveNormalizer.DEFAULT_SIZE))
                    .hasSize(3)
                    .allMatch(quota -> quota.limit().state() == Amount.State.UNKNOWN)
                    .allMatch(quota -> quota.warnings().contains(Warning.MISSING));
            assertThat(observation.quotas().get(0).used().text()).isEqualTo("7939377152");
        }
    }

    @Test
    void membersOfBothAnswersThatAreNotDocumentedAreTold() {
        vendor.answer(request -> Reply.json(
                isDataCall(request)
                        ? USAGE.replace("\"code\" : 0", "\"code\" : 0, \"unheardOf\" : 1")
                        : SERVICE.replace("\"status\": 0", "\"status\": 0, \"unheardOf\": 1")));
        assertThat(observe().undocumented().unknown()).hasSize(2);

        vendor.answer(request -> isDataCall(request)
                ? Reply.json(USAGE.replace("\"spaceUsed\" : 7753298", "\"spaceUsed\" : \"7753298\""))
                : Reply.of(500, "down"));

        assertThat(observe().undocumented().unknown()).isEmpty();
        assertThat(observe().undocumented().retyped()).hasSize(1);
    }

    @Test
    void codesDecideBeforeStatuses() {
        assertThat(failureOf(Reply.of(400, "{\"code\":13000102,\"msg\":\"Verify parameters failed.\"}"))
                        .reason())
                .isEqualTo(Reason.INVALID_REQUEST);
        assertThat(failureOf(Reply.of(400, "nothing")).reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(failureOf(Reply.of(400, "{\"code\":\"13000410\"}")).reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failureOf(Reply.of(400, "{\"code\":13000309}")).reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failureOf(Reply.of(400, "{\"error_msg\":\"x\",\"error_code\":\"APIG.0106\"}"))
                        .reason())
                .isEqualTo(Reason.INVALID_REQUEST);
        assertThat(failureOf(Reply.of(401, "{\"error_msg\":\"x\",\"error_code\":\"APIG.0301\",\"request_id\":\"r\"}"))
                        .vendorCode())
                .contains("APIG.0301");
        assertThat(failureOf(Reply.json("{\"code\":13000201,\"data\":{}}")).reason())
                .isEqualTo(Reason.UNAUTHORIZED);
    }

    @Test
    void errorOfTheGatewayIsNoSuccessWhateverElseIsSaid() {
        for (String code : List.of("\"APIG.0301\"", "1", "\"x\"")) {
            String both = USAGE.replaceFirst("\\{", "{\"error_code\":" + code + ",");

            assertThat(failureOf(Reply.json(both)).vendorCode()).as(code).contains(code.replace("\"", ""));
        }
    }
}
