package io.quotagate.vendor.ufile;

import static org.assertj.core.api.Assertions.assertThat;

import cn.ucloud.common.annotation.UCloudParam;
import cn.ucloud.common.credential.Credential;
import cn.ucloud.common.exception.UCloudException;
import cn.ucloud.common.request.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The signature, against the vendor's published examples and against the vendor's own SDK. */
class UFileSignerTest {

    private static final String PUBLIC_KEY = "ucloudsomeone@example.com1296235120854146120";
    private static final String PRIVATE_KEY = "46f09bb9fab4f12dfc160dae12273d5332b5debe";
    private static final List<String> TYPES = List.of("storage-volume", "download-traffic", "request-count");

    private static String signature(Map<String, String> parameters) {
        return signature(PUBLIC_KEY, parameters);
    }

    private static String signature(String publicKey, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("PublicKey", publicKey);
        return UFileSigner.signature(all, PRIVATE_KEY);
    }

    private static Map<String, String> describe(String region) {
        return Map.of("Action", "DescribeUHostInstance", "Region", region, "Limit", "10");
    }

    private static Map<String, String> seedCall(List<String> types) {
        Map<String, String> parameters =
                new HashMap<>(Map.of("Action", "GetUFileQuotaInfo", "Region", "cn-bj2", "ProjectId", "org-xxx"));
        for (int index = 0; index < types.size(); index++) {
            parameters.put("QuotaType." + index, types.get(index));
        }
        return parameters;
    }

    private static List<String> cycling(int count) {
        List<String> types = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            types.add(TYPES.get(index % TYPES.size()));
        }
        return types;
    }

    @Test
    void documentedExampleIsSignedAsDocumented() {
        assertThat(signature(describe("cn-bj2"))).isEqualTo("cba5cf5ec4d4233d206b1b54951e3787350a642f");
    }

    @Test
    void olderDocumentedExampleIsSignedAsDocumented() {
        Map<String, String> parameters = new HashMap<>();
        parameters.put("Action", "CreateUHostInstance");
        parameters.put("Region", "cn-bj2");
        parameters.put("Zone", "cn-bj2-04");
        parameters.put("ImageId", "f43736e1-65a5-4bea-ad2e-8a46e18883c2");
        parameters.put("CPU", "2");
        parameters.put("Memory", "2048");
        parameters.put("DiskSpace", "10");
        parameters.put("LoginMode", "Password");
        parameters.put("Password", "VUNsb3VkLmNu");
        parameters.put("Name", "Host01");
        parameters.put("ChargeType", "Month");
        parameters.put("Quantity", "1");

        assertThat(signature(parameters)).isEqualTo("4f9ef5df2abab2c6fccd1e9515cb7e2df8c6bb65");
    }

    @Test
    void quotaCallIsSignedWithAndWithoutProject() {
        Map<String, String> withoutProject = seedCall(TYPES);
        withoutProject.remove("ProjectId");

        assertThat(signature(seedCall(TYPES))).isEqualTo("8365c7a5de0d73dd678d68774139fa078a2a2d18");
        assertThat(signature(withoutProject)).isEqualTo("9cccceb5fb0a9933c91f5ca3e4afd32dae20df28");
    }

    @Test
    void namesAreOrderedAsTextNotAsNumbers() {
        assertThat(signature(seedCall(cycling(1)))).isEqualTo("d65b3176c487cf56402b5bb2b53dbe0d56d40f5f");
        assertThat(signature(seedCall(cycling(12)))).isEqualTo("505525619d131c57bd71142bbdae423c202176ac");
    }

    @Test
    void valuesAreSignedBeforeTheyAreEncoded() {
        Map<String, String> parameters = seedCall(TYPES);
        parameters.put("ProjectId", "org-测试 a+b&c=d");

        assertThat(signature(parameters)).isEqualTo("8063b4088c0bf532c15e9b84a482a00432083345");
    }

    @Test
    void securityTokenIsSignedLikeAnyParameter() {
        Map<String, String> parameters = seedCall(TYPES);
        parameters.put("SecurityToken", "some_stoken");

        assertThat(signature(parameters)).isEqualTo("aff17b6dcc96c1c96620d8f8711dd6cde01fbef4");
    }

    /** One brand's page prints the value of the key with another brand's prefix. */
    @Test
    void brandsKeyIsSignedAsItIsWritten() {
        assertThat(signature("someone@example.com1296235120854146120", describe("cn-bj2")))
                .isEqualTo("4201919d267504385deb93af19e0197870fed36b");
        assertThat(signature("john.doe@example.com1296235120854146120", describe("vn-sng")))
                .isEqualTo("52fc1191f026532c9100946c6a863a90d5f766ed");
    }

    @Test
    void queryIsPercentEncodedAndCarriesTheSignatureOfTheRawValues() {
        Map<String, String> parameters = Map.of("A", "a b+c&d=e%41*~/测", "B.0", "");

        assertThat(UFileSigner.query(parameters, PRIVATE_KEY))
                .isEqualTo("A=a%20b%2Bc%26d%3De%2541%2A~%2F%E6%B5%8B&B.0=&Signature="
                        + UFileSigner.signature(parameters, PRIVATE_KEY));
    }

    /** The call as the vendor's SDK declares it; its room for this product is not published. */
    private static final class QuotaInfoRequest extends Request {

        @UCloudParam("QuotaType")
        @SuppressWarnings("UnusedVariable") // the SDK reads it by reflection
        private final List<String> quotaType;

        @UCloudParam("SecurityToken")
        @SuppressWarnings("UnusedVariable") // the SDK reads it by reflection
        private final @Nullable String securityToken;

        QuotaInfoRequest(Map<String, String> parameters, List<String> quotaType) {
            this.quotaType = quotaType;
            this.securityToken = parameters.get("SecurityToken");
            setAction(parameters.get("Action"));
            setRegion(parameters.get("Region"));
            if (parameters.containsKey("ProjectId")) {
                setProjectId(parameters.get("ProjectId"));
            }
        }
    }

    @Test
    void vendorsOwnSdkSignsAnythingTheSame() throws UCloudException {
        Random random = new Random(20);
        for (int round = 0; round < 2_000; round++) {
            String publicKey = text(random);
            String privateKey = text(random);
            List<String> types = new ArrayList<>();
            for (int count = random.nextInt(25); count > 0; count--) {
                types.add(text(random));
            }
            Map<String, String> parameters = seedCall(types);
            parameters.put("Region", text(random));
            parameters.remove("ProjectId");
            if (random.nextBoolean()) {
                parameters.put("ProjectId", text(random));
            }
            if (random.nextBoolean()) {
                parameters.put("SecurityToken", text(random));
            }
            Request request = new QuotaInfoRequest(parameters, types);
            parameters.put("PublicKey", publicKey);

            assertThat(UFileSigner.signature(parameters, privateKey))
                    .as("round %d: %s", round, parameters)
                    .isEqualTo(new Credential(publicKey, privateKey).verifyAc(request));
        }
    }

    /** One to twelve characters from all planes, halves of pairs left out. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(12); length > 0; length--) {
            int bound = List.of(0x80, 0x800, 0xd800, 0x1_0000).get(random.nextInt(4));
            int point = random.nextInt(bound);
            boolean half = point >= 0xd800 && point < 0xe000;
            text.appendCodePoint(half ? point + 0x1_0000 : point);
        }
        return text.toString();
    }
}
