package io.quotagate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulatedUfileTest {

    private static final String VECTOR = "8365c7a5de0d73dd678d68774139fa078a2a2d18";

    private final SimulatedUfile vendor = new SimulatedUfile();

    /** The call of the seed, with the key pair of the documentation. */
    private static Map<String, String> seed() {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("Action", "GetUFileQuotaInfo");
        parameters.put("PublicKey", SandboxAccount.UCLOUD_PUBLIC_KEY);
        parameters.put("Region", "cn-bj2");
        parameters.put("ProjectId", "org-xxx");
        parameters.put("QuotaType.0", "storage-volume");
        parameters.put("QuotaType.1", "download-traffic");
        parameters.put("QuotaType.2", "request-count");
        return parameters;
    }

    private static Map<String, String> seed(String name, String value) {
        Map<String, String> parameters = seed();
        parameters.put(name, value);
        return parameters;
    }

    private static Map<String, String> seedWithout(String name) {
        Map<String, String> parameters = seed();
        parameters.remove(name);
        return parameters;
    }

    private static String signature(Map<String, String> parameters) {
        return SimulatedUfile.signature(parameters, SandboxAccount.UCLOUD_PRIVATE_KEY);
    }

    private static String query(Map<String, String> parameters, String signature) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("Signature", signature);
        return all.entrySet().stream()
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private JsonObject answer(Map<String, String> parameters, String signature) {
        Reply reply = vendor.answer(TestRequests.get("/?" + query(parameters, signature)));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers()).containsKey("X-UCLOUD-REQUEST-UUID");
        return new JsonObject(reply.body());
    }

    private int code(Map<String, String> parameters) {
        return answer(parameters, signature(parameters)).getInteger("RetCode");
    }

    @Test
    void signaturesAreTheVectors() {
        Map<String, String> documented = new HashMap<>(Map.of(
                "Action", "DescribeUHostInstance",
                "Region", "cn-bj2",
                "Limit", "10",
                "PublicKey", SandboxAccount.UCLOUD_PUBLIC_KEY));
        Map<String, String> otherBrand = new HashMap<>(documented);
        otherBrand.put("PublicKey", "someone@example.com1296235120854146120");

        assertThat(signature(documented)).isEqualTo("cba5cf5ec4d4233d206b1b54951e3787350a642f");
        assertThat(signature(otherBrand)).isEqualTo("4201919d267504385deb93af19e0197870fed36b");
        assertThat(signature(seed())).isEqualTo(VECTOR);
        assertThat(signature(seedWithout("ProjectId"))).isEqualTo("9cccceb5fb0a9933c91f5ca3e4afd32dae20df28");
        assertThat(signature(seed("ProjectId", "org-测试 a+b&c=d")))
                .isEqualTo("8063b4088c0bf532c15e9b84a482a00432083345");
        assertThat(signature(seed("SecurityToken", "some_stoken")))
                .isEqualTo("aff17b6dcc96c1c96620d8f8711dd6cde01fbef4");
    }

    @Test
    void tenthTypeIsSignedBeforeTheSecond() {
        Map<String, String> parameters = seed();
        for (int index = 3; index < 12; index++) {
            parameters.put("QuotaType." + index, parameters.get("QuotaType." + index % 3));
        }

        assertThat(signature(parameters)).isEqualTo("505525619d131c57bd71142bbdae423c202176ac");
        assertThat(code(parameters)).isZero();
    }

    @Test
    void documentedCallHasTheDocumentedAnswer() {
        JsonObject expected = new JsonObject("""
                {"Action":"GetUFileQuotaInfoResponse","DataSet":[{"DownloadFlow":{"Left":-5.1803},"Owe":1,\
                "Region":"cn-bj","RequestCnt":{"Left":202},"Storage":{"Left":-13507.2}}],"RetCode":0}""");

        assertThat(answer(seed(), VECTOR)).isEqualTo(expected);
    }

    @Test
    void slashBeforeTheQueryMayBeMissingAndAFormMayBePosted() {
        String query = query(seed(), VECTOR);

        assertThat(vendor.answer(TestRequests.get("?" + query)).body()).contains("\"RetCode\":0");
        assertThat(vendor.answer(TestRequests.call("POST", "/", query)).body()).contains("\"RetCode\":0");
        assertThat(vendor.answer(TestRequests.get("/other?" + query)).status()).isEqualTo(404);
    }

    @Test
    void onlyWhatIsAskedForIsAnswered() {
        Map<String, String> parameters = seedWithout("QuotaType.1");
        parameters.remove("QuotaType.2");

        JsonObject item = answer(parameters, "d65b3176c487cf56402b5bb2b53dbe0d56d40f5f")
                .getJsonArray("DataSet")
                .getJsonObject(0);

        assertThat(item.fieldNames()).containsExactlyInAnyOrder("Owe", "Region", "Storage");
    }

    @Test
    void wrongCredentialsAreToldApart() {
        Map<String, String> damaged = seed("PublicKey", SandboxAccount.UCLOUD_PUBLIC_KEY.replace('@', ' '));

        assertThat(answer(seed(), VECTOR.replace('8', '9')).getInteger("RetCode"))
                .isEqualTo(171);
        assertThat(code(damaged)).isEqualTo(172);
        assertThat(vendor.answer(TestRequests.get("/?Action=GetUFileQuotaInfo")).body())
                .contains("170");
    }

    @Test
    void wrongParametersAreToldApart() {
        assertThat(code(seedWithout("Action"))).isEqualTo(160);
        assertThat(code(seed("Action", "GetBalance"))).isEqualTo(161);
        assertThat(code(seedWithout("Region"))).isEqualTo(220);
        assertThat(code(seed("Region", "mars-1"))).isEqualTo(230);
        assertThat(code(seedWithout("QuotaType.0"))).isEqualTo(220);
        assertThat(code(seed("QuotaType.1", "everything"))).isEqualTo(230);
        assertThat(code(seed("ProjectId", "org-测试 a+b&c=d"))).isEqualTo(292);
        assertThat(code(seedWithout("ProjectId"))).isZero();
    }
}
