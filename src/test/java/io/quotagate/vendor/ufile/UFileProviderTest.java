package io.quotagate.vendor.ufile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Connection;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.QuotaProviderContract;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.VendorStub.Reply;
import io.quotagate.provider.VendorStub.Request;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Quota;
import io.quotagate.quota.VendorField;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UFileProviderTest extends QuotaProviderContract {

    private static final String DOCUMENTED = Answers.read("ufile/quota-info.json");

    @Inject
    UFileProvider provider;

    @Inject
    Clock clock;

    @Override
    protected QuotaProvider provider() {
        return provider;
    }

    @Override
    protected Connection connection(String url) {
        return connection(url, Map.of("regions", List.of("cn-bj2")));
    }

    private static Connection connection(String url, Map<String, List<String>> settings) {
        return TestConnections.connection(
                "ucloud-ufile", url, settings, Map.of("publicKey", "pub-s3cr3t", "privateKey", "priv-s3cr3t"));
    }

    @Override
    protected Reply healthy(Request request) {
        return Reply.json(DOCUMENTED);
    }

    @Override
    protected boolean isDataCall(Request request) {
        return true;
    }

    @Override
    protected Reply refused(Request request) {
        return Reply.json("{\"RetCode\":171,\"Message\":\"Signature VerifyAC Error\"}");
    }

    /** As a server reads it, where a plus sign is a plus sign. */
    private static Map<String, String> parameters(Request request) {
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : request.query().split("&")) {
            int equals = parameter.indexOf('=');
            parameters.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Test
    void callIsASignedGetOfTheBase() {
        observe();

        assertThat(vendor.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/");
            Map<String, String> parameters = parameters(request);
            String signature = parameters.remove("Signature");
            assertThat(parameters)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "Action",
                            "GetUFileQuotaInfo",
                            "PublicKey",
                            "pub-s3cr3t",
                            "Region",
                            "cn-bj2",
                            "QuotaType.0",
                            "storage-volume",
                            "QuotaType.1",
                            "download-traffic",
                            "QuotaType.2",
                            "request-count"));
            assertThat(signature).isEqualTo(UFileSigner.signature(parameters, "priv-s3cr3t"));
        });
    }

    @Test
    void whatArrivesDecodesToWhatWasSigned() {
        String odd = "org-测试 a+b&c=d%41{x}*~/?#é\uD83D\uDE00";
        observe(TestConnections.connection(
                "ucloud-ufile",
                vendor.url() + "/prefix",
                Map.of("regions", List.of("cn-bj2"), "projectId", List.of(odd)),
                Map.of("publicKey", "k+ey@x.com" + odd, "privateKey", "priv-s3cr3t", "securityToken", odd + "==")));

        assertThat(vendor.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/prefix/");
            assertThat(request.query()).contains("%20a%2Bb%26c%3Dd%2541").doesNotContain("+");
            Map<String, String> parameters = parameters(request);
            String signature = parameters.remove("Signature");
            assertThat(parameters)
                    .containsEntry("ProjectId", odd)
                    .containsEntry("PublicKey", "k+ey@x.com" + odd)
                    .containsEntry("SecurityToken", odd + "==");
            assertThat(signature).isEqualTo(UFileSigner.signature(parameters, "priv-s3cr3t"));
        });
    }

    @Test
    void eachRegionIsAskedAndShownInItsPlace() {
        vendor.answer(request -> Reply.json("{\"RetCode\":0,\"DataSet\":[{\"Owe\":0,\"Region\":\""
                + parameters(request).get("Region") + "\",\"RequestCnt\":{\"Left\":1}}]}"));

        Observation observation = observe(connection(
                vendor.url(),
                Map.of("regions", List.of("hk", "cn-bj2", "us-ca"), "quotaTypes", List.of("request-count"))));

        assertThat(vendor.requests())
                .extracting(request -> parameters(request).get("Region"))
                .containsExactlyInAnyOrder("hk", "cn-bj2", "us-ca");
        assertThat(observation.quotas())
                .extracting(quota -> quota.scope().id())
                .containsExactly("hk", "cn-bj2", "us-ca");
        assertThat(observation.quotas())
                .extracting(quota -> quota.remaining().vendor())
                .extracting(VendorField::call)
                .containsExactly(
                        "GET /?Action=GetUFileQuotaInfo&Region=hk",
                        "GET /?Action=GetUFileQuotaInfo&Region=cn-bj2",
                        "GET /?Action=GetUFileQuotaInfo&Region=us-ca");
        assertThat(observation.account().state()).isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void regionThatFailsFailsTheFetch() {
        vendor.answer(request -> "us-ca".equals(parameters(request).get("Region"))
                ? Reply.json("{\"RetCode\":\"153\"}").with("X-UCLOUD-REQUEST-UUID", "r-1")
                : healthy(request));

        ProviderException failure = failure(connection(vendor.url(), Map.of("regions", List.of("cn-bj2", "us-ca"))));

        assertThat(failure.reason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(failure.vendorCode()).contains("153");
        assertThat(failure.vendorRequestId()).contains("r-1");
    }

    @Test
    void typesAreAskedInTheirConfiguredOrder() {
        Observation observation = observe(connection(
                vendor.url(),
                Map.of("regions", List.of("cn-bj2"), "quotaTypes", List.of("request-count", "storage-volume"))));

        assertThat(parameters(vendor.requests().get(0)))
                .containsEntry("QuotaType.0", "request-count")
                .containsEntry("QuotaType.1", "storage-volume")
                .doesNotContainKey("QuotaType.2");
        assertThat(observation.quotas())
                .extracting(Quota::metric)
                .containsExactly(UFileNormalizer.REQUESTS, UFileNormalizer.STORAGE_TIME);
    }

    @Test
    void observationStartsBeforeTheCall() {
        Instant start = clock.instant();
        vendor.answer(request -> {
            ((MovableClock) clock).pass(Duration.ofSeconds(3));
            return healthy(request);
        });

        Observation observation = observe();

        assertThat(observation.observedAt()).isEqualTo(start);
        assertThat(observation.account().state()).isEqualTo(AccountState.ARREARS);
    }

    @Test
    void withoutRegionsNothingIsCalled() {
        assertThat(failure(connection(vendor.url(), Map.of())).reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(vendor.requests()).isEmpty();
    }

    @Test
    void manyRegionsAreAskedEightAtATime() {
        List<String> regions =
                IntStream.range(0, 20).mapToObj(number -> "region-" + number).toList();
        Connection connection = connection(vendor.url(), Map.of("regions", regions));
        assertThat(observe(connection).quotas()).hasSize(60);
        assertThat(vendor.requests()).hasSize(20);
        vendor.answer(request -> Reply.never());

        ProviderException failure = failure(connection);

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(vendor.requests()).hasSize(28);
    }
}
