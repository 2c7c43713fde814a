package io.quotagate.vendor.zstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Mutations;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Quota;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZStackNormalizerTest {

    private static final String UUID = "9636f37046a63657b26cb28ed8cbc38a";
    private static final String CALL = "GET /zstack/v1/iam2/organizations/quota/" + UUID + "/usages";

    private static List<Quota> quotas(String answer) {
        return quotas(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Quota> quotas(byte[] answer) {
        return ZStackNormalizer.quotas(VendorJson.parse(answer), UUID);
    }

    private static Quota quota(String name, String total, String used) {
        return quotas("{\"usages\":[" + usage(name, total, used) + "]}").get(0);
    }

    private static String usage(String name, String total, String used) {
        return "{\"name\":\"" + name + "\",\"total\":" + total + ",\"used\":" + used + "}";
    }

    private static Reason refusal(String answer) {
        return catchThrowableOfType(ProviderException.class, () -> {
                    var unused = quotas(answer);
                })
                .reason();
    }

    @Test
    void documentedAnswerIsOneQuotaOfTheOrganization() {
        List<Quota> quotas = quotas(Answers.read("zstack/usages.json"));

        assertThat(quotas).hasSize(1);
        Quota quota = quotas.get(0);
        assertThat(quota.id("vms")).isEqualTo("vms:zstack.testquota:organization:" + UUID);
        assertThat(quota.kind()).isEqualTo(Kind.ALLOCATION);
        assertThat(quota.unit()).isEqualTo(Unit.ONE);
        assertThat(quota.scope()).isEqualTo(Scope.of(ScopeLevel.ORGANIZATION, UUID));
        assertThat(quota.limit().text()).isEqualTo("20");
        assertThat(quota.limit().vendor()).isEqualTo(new VendorField(CALL, "/usages/0/total", "20.0", "1"));
        assertThat(quota.used().text()).isEqualTo("10");
        assertThat(quota.used().vendor()).isEqualTo(new VendorField(CALL, "/usages/0/used", "10.0", "1"));
        assertThat(quota.remaining().text()).isEqualTo("10");
        assertThat(quota.remaining().origin()).isEqualTo(Amount.Origin.COMPUTED);
        assertThat(quota.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "vm.num, compute.vm.running, VM",
        "vm.totalNum, compute.vm.total, VM",
        "vm.cpuNum, compute.vcpu, VCPU",
        "vm.memorySize, compute.memory, BYTE",
        "gpu.num, compute.gpu, GPU",
        "volume.data.num, storage.volume.count, VOLUME",
        "volume.capacity, storage.volume.provisioned, BYTE",
        "image.num, image.count, IMAGE",
        "image.size, image.size, BYTE",
        "snapshot.volume.num, storage.snapshot.count, SNAPSHOT",
        "eip.num, network.eip, ONE",
        "vip.num, network.vip, ONE",
        "l3.num, network.l3, ONE",
        "securityGroup.num, network.security-group, ONE",
        "portForwarding.num, network.port-forwarding, ONE",
        "loadBalancer.num, network.load-balancer, ONE",
        "listener.num, network.listener, ONE",
        "vxlan.num, network.vxlan, ONE",
        "pci.num, zstack.pci.num, ONE",
        "Image.size2, zstack.Image.size2, ONE"
    })
    void namesMapToMetricsAndDocumentedUnits(String name, String metric, Unit unit) {
        Quota quota = quota(name, "20", "10");

        assertThat(quota.metric().name()).isEqualTo(metric);
        assertThat(quota.unit()).isEqualTo(unit);
        assertThat(quota.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"volume.backup.size", "new.memorySize", "pool.capacity"})
    void unknownSizesAreTakenForBytesWithAWarning(String name) {
        Quota quota = quota(name, "20", "10");

        assertThat(quota.metric().name()).isEqualTo("zstack." + name);
        assertThat(quota.unit()).isEqualTo(Unit.BYTE);
        assertThat(quota.warnings()).containsExactly(Warning.UNIT_INFERRED);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 20",
        "20.0, 20",
        "1.099511627776E13, 10995116277760",
        "9007199254740993, 9007199254740993",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
        "\"20\", 20",
        "-0, 0"
    })
    void numbersAreExact(String written, String read) {
        Quota quota = quota("vm.num", written, "0");

        assertThat(quota.limit().text()).isEqualTo(read);
        assertThat(quota.limit().vendor()).extracting(VendorField::value).isEqualTo(written.replace("\"", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-1.0", "\"-1\""})
    void minusOneIsUnlimitedAsReported(String total) {
        Quota quota = quota("vm.num", total, "10");

        assertThat(quota.limit().state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(quota.limit().origin()).isEqualTo(Amount.Origin.REPORTED);
        assertThat(quota.limit().vendor()).extracting(VendorField::value).isEqualTo(total.replace("\"", ""));
        assertThat(quota.used().text()).isEqualTo("10");
        assertThat(quota.remaining().state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(quota.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.UNLIMITED);
    }

    @Test
    void zeroIsALimitThatMayNeverHaveBeenSet() {
        Quota quota = quota("vm.num", "0", "0");

        assertThat(quota.limit().text()).isEqualTo("0");
        assertThat(quota.warnings()).containsExactly(Warning.ZERO_OR_UNSET);
        assertThat(quota.utilization()).isEmpty();
        assertThat(quota.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.EXHAUSTED);
    }

    @Test
    void moreUsedThanTheTotalIsShownAsItIs() {
        Quota quota = quota("vm.num", "20", "25");

        assertThat(quota.remaining().text()).isEqualTo("-5");
        assertThat(quota.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.EXCEEDED);
    }

    @Test
    void missingNumbersStayMissing() {
        for (Quota quota : List.of(
                quota("vm.num", "null", "10"),
                quota("vm.num", "20", "null"),
                quotas("{\"usages\":[{\"name\":\"vm.num\"}]}").get(0))) {
            assertThat(List.of(quota.limit(), quota.used())).contains(Amount.unknown());
            assertThat(quota.remaining()).isEqualTo(Amount.unknown());
            assertThat(quota.warnings()).containsExactly(Warning.MISSING);
            assertThat(quota.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.UNKNOWN);
        }
    }

    @Test
    void unlimitedWithoutUseIsUnlimitedAndMissing() {
        Quota quota = quota("vm.num", "-1", "null");

        assertThat(quota.limit().state()).isEqualTo(Amount.State.UNLIMITED);
        assertThat(quota.used().state()).isEqualTo(Amount.State.UNKNOWN);
        assertThat(quota.warnings()).containsExactly(Warning.MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "-2, 1",
        "-1.5, 1",
        "-0.5, 1",
        "20.5, 1",
        "1e-1, 1",
        "true, 1",
        "{}, 1",
        "\"many\", 1",
        "\"\", 1",
        "1e38, 1",
        "20, -1",
        "20, 0.5",
        "20, []",
        "20, \"x\"",
        "20, 1e400"
    })
    void numbersThatCannotBeCountsAreContractViolations(String total, String used) {
        assertThat(refusal("{\"usages\":[" + usage("vm.num", total, used) + "]}"))
                .isEqualTo(Reason.CONTRACT_VIOLATION);
    }

    @Test
    void namesThatCannotBePartOfAnIdAreContractViolations() {
        List<String> names =
                List.of("null", "\"\"", "\"  \"", "\"a\\u0000b\"", "\"a\\nb\"", "\"\\u0085\"", "\"\\ud800\"", "[]");
        for (String name : names) {
            assertThat(refusal("{\"usages\":[{\"name\":" + name + ",\"total\":1,\"used\":1}]}"))
                    .as(name)
                    .isEqualTo(Reason.CONTRACT_VIOLATION);
        }
        assertThat(refusal("{\"usages\":[" + usage("n".repeat(129), "1", "1") + "]}"))
                .isEqualTo(Reason.CONTRACT_VIOLATION);
        assertThat(refusal("{\"usages\":[{\"total\":1,\"used\":1}]}")).isEqualTo(Reason.CONTRACT_VIOLATION);
    }

    @Test
    void longAndForeignNamesPassThrough() {
        String longest = "n".repeat(128);

        assertThat(quota(longest, "1", "1").metric().name()).isEqualTo("zstack." + longest);
        assertThat(quota("配额/1:2", "1", "1").id("vms"))
                .isEqualTo("vms:zstack.%E9%85%8D%E9%A2%9D%2F1%3A2:organization:" + UUID);
    }

    @Test
    void nameThatIsThereTwiceIsAContractViolation() {
        String twice = usage("vm.num", "1", "1") + "," + usage("vm.num", "1", "1");

        assertThat(refusal("{\"usages\":[" + twice + "]}")).isEqualTo(Reason.CONTRACT_VIOLATION);
    }

    @Test
    void quotasAreSortedByMetric() {
        String usages = Stream.of("vxlan.num", "zzz", "image.size", "vm.num", "aaa", "eip.num")
                .map(name -> usage(name, "2", "1"))
                .reduce((all, next) -> all + "," + next)
                .orElseThrow();

        assertThat(quotas("{\"usages\":[" + usages + "]}"))
                .extracting(quota -> quota.metric().name())
                .containsExactly(
                        "compute.vm.running", "image.size", "network.eip", "network.vxlan", "zstack.aaa", "zstack.zzz");
    }

    @Test
    void emptyListIsNoQuotasAndAMissingOneIsAContractViolation() {
        assertThat(quotas("{\"usages\":[]}")).isEmpty();
        for (String body : List.of("{}", "{\"usages\":null}", "{\"usages\":{}}", "{\"usages\":[1]}", "[]", "null")) {
            assertThat(refusal(body)).as(body).isEqualTo(Reason.CONTRACT_VIOLATION);
        }
    }

    @Test
    void damagedAnswersBringOnlyWhatTheVendorWroteOrAContractViolation() throws IOException {
        Random random = new Random(20260401);
        byte[] answer = ("{\"usages\":[" + usage("vm.num", "20", "10.0") + "," + usage("vm.memorySize", "-1", "5") + ","
                        + usage("volume.capacity", "1.099511627776E13", "0") + "," + usage("a.size", "0", "null")
                        + "]}")
                .getBytes(StandardCharsets.UTF_8);
        int understood = 0;

        for (int round = 0; round < 5_000; round++) {
            byte[] damaged = Mutations.mutate(random, answer);
            try {
                List<Quota> quotas = quotas(damaged);
                assertVendorWrote(damaged, quotas);
                understood++;
            } catch (ProviderException failure) {
                assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
            }
        }

        assertThat(understood).isBetween(500, 4_500);
    }

    private static void assertVendorWrote(byte[] answer, List<Quota> quotas) throws IOException {
        JsonNode json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .readTree(new String(answer, StandardCharsets.UTF_8));
        for (Quota quota : quotas) {
            for (Amount amount : List.of(quota.limit(), quota.used(), quota.remaining())) {
                VendorField field = amount.vendor();
                if (field == null) {
                    continue;
                }
                BigDecimal written = new BigDecimal(json.at(field.pointer()).asText());
                BigDecimal shown = amount.value() == null ? BigDecimal.valueOf(-1) : amount.value();
                assertThat(shown).isEqualByComparingTo(written);
                assertThat(new BigDecimal(field.value())).isEqualByComparingTo(written);
            }
        }
    }
}
