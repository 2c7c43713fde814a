package io.quotagate.vendor.koodrive;

import static io.quotagate.quota.ScopeLevel.DEPARTMENT;
import static io.quotagate.quota.ScopeLevel.GROUP;
import static io.quotagate.quota.ScopeLevel.ORGANIZATION;
import static io.quotagate.quota.ScopeLevel.PERSONAL;
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
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.Subscription;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.VendorUnit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KooDriveNormalizerTest {

    private static final String USAGE = Answers.read("koodrive/quota-used.json");
    private static final String SERVICE = Answers.read("koodrive/service-repaired.json");

    /** Of the same size as what {@code quotaUsed} says. */
    private static final String AGREEING = SERVICE.replace("\"spaceCapacity\": 10000", "\"spaceCapacity\": 10240")
            .replace("7000", "100");

    private static final JsonMapper READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static VendorJson data(String answer) {
        return data(answer.getBytes(StandardCharsets.UTF_8));
    }

    private static VendorJson data(byte[] answer) {
        return VendorJson.parse(answer).object("data");
    }

    private static List<Quota> quotas(String usage) {
        return quotas(usage, AGREEING);
    }

    private static List<Quota> quotas(String usage, String service) {
        return KooDriveNormalizer.quotas(
                data(usage), KooDriveNormalizer.subscription(data(service)), VendorUnit.KIBIBYTE);
    }

    private static Quota quota(List<Quota> quotas, Metric metric, ScopeLevel level) {
        return quotas.stream()
                .filter(quota -> quota.metric().equals(metric) && quota.scope().level() == level)
                .reduce((one, other) -> {
                    throw new AssertionError("two quotas " + metric + " " + level);
                })
                .orElseThrow();
    }

    /** The documented usage with another value of one field. */
    private static String usageWith(String field, String value) {
        String changed = USAGE.replaceFirst("\"" + field + "\" : [^,]*,", "\"" + field + "\" : " + value + ",");
        assertThat(changed).contains(value);
        return changed;
    }

    private static String serviceWith(String field, String value) {
        String changed = AGREEING.replaceFirst("\"" + field + "\": ?[^,]*,", "\"" + field + "\": " + value + ",");
        assertThat(changed).contains(value);
        return changed;
    }

    private static Account account(String service) {
        return KooDriveNormalizer.subscription(data(service)).account();
    }

    private static void assertViolation(String usage, String service) {
        ProviderException failure = catchThrowableOfType(ProviderException.class, () -> {
            var unused = quotas(usage, service);
        });
        assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
    }

    @ParameterizedTest
    @CsvSource({
        "storage.stored, ORGANIZATION, 10995116277760, 7939377152",
        "storage.stored, DEPARTMENT, 6597069766656, 2022458368",
        "storage.stored, PERSONAL, 2199023255552, 4027828224",
        "storage.stored, GROUP, 2199023255552, 1889090560",
        "storage.allocated, ORGANIZATION, 10995116277760, 351113576448",
        "storage.allocated, DEPARTMENT, 6597069766656, 45097156608",
        "storage.allocated, PERSONAL, 2199023255552, 37580963840",
        "storage.allocated, GROUP, 2199023255552, 268435456000",
        "users, ORGANIZATION, 100, 20",
    })
    void documentedAnswerBringsTheExpectedNumbers(String metric, ScopeLevel level, String limit, String used) {
        Quota quota = quota(quotas(USAGE), new Metric(metric), level);

        assertThat(quota.kind()).isEqualTo(Kind.ALLOCATION);
        assertThat(quota.limit().text()).isEqualTo(limit);
        assertThat(quota.used().text()).isEqualTo(used);
        assertThat(quota.remaining().value())
                .isEqualByComparingTo(new BigDecimal(limit).subtract(new BigDecimal(used)));
        assertThat(quota.remaining().origin()).isEqualTo(Amount.Origin.COMPUTED);
    }

    @Test
    void thirteenQuotasAndStorageCarriesOnlyTheInferredUnit() {
        List<Quota> quotas = quotas(USAGE);

        assertThat(quotas).hasSize(13);
        assertThat(quotas)
                .filteredOn(quota -> quota.unit() == Unit.BYTE)
                .hasSize(12)
                .allMatch(quota -> quota.warnings().equals(Set.of(Warning.UNIT_INFERRED)));
        assertThat(quota(quotas, KooDriveNormalizer.USERS, ORGANIZATION).warnings())
                .isEmpty();
    }

    @Test
    void amountsPointToWhereTheyStood() {
        Quota stored = quotas(USAGE).get(0);

        assertThat(stored.used().vendor())
                .isEqualTo(new VendorField(
                        "GET /koodrive/ose/v1/service/quotaUsed", "/data/spaceUsed", "7753298", "KiBy"));
        assertThat(stored.limit().vendor())
                .isEqualTo(new VendorField(
                        "GET /koodrive/ose/v1/service/quotaUsed", "/data/spaceCapacity", "10240", "GiBy"));
    }

    @Test
    void reservedSpaceIsASettingThatMayBeZero() {
        Quota reserved = quota(quotas(USAGE), KooDriveNormalizer.RESERVED, ORGANIZATION);

        assertThat(reserved.kind()).isEqualTo(Kind.SETTING);
        assertThat(reserved.limit().text()).isEqualTo("0");
        assertThat(reserved.used()).isEqualTo(Amount.notApplicable());
        assertThat(reserved.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.OK);
    }

    @Test
    void defaultSizeOfZeroIsNotApplicable() {
        List<Quota> quotas = quotas(USAGE);

        assertThat(quota(quotas, KooDriveNormalizer.DEFAULT_SIZE, DEPARTMENT).limit())
                .isEqualTo(Amount.notApplicable());
        assertThat(quota(quotas, KooDriveNormalizer.DEFAULT_SIZE, PERSONAL).limit())
                .isEqualTo(Amount.notApplicable());
        Quota group = quota(quotas, KooDriveNormalizer.DEFAULT_SIZE, GROUP);
        assertThat(group.limit().text()).isEqualTo("10737418240");
        assertThat(group.limit().vendor())
                .isEqualTo(new VendorField("GET /koodrive/ose/v1/service", "/data/groupSpaceSize", "10", "GiBy"));
    }

    @Test
    void subscriptionThatDisagreesIsAWarningOnTheOrganizationOnly() {
        List<Quota> quotas = quotas(USAGE, SERVICE);

        assertThat(quotas)
                .filteredOn(quota -> quota.warnings().contains(Warning.INCONSISTENT))
                .extracting(quota -> quota.id("drive"))
                .containsExactly(
                        "drive:storage.stored:organization",
                        "drive:storage.allocated:organization",
                        "drive:users:organization");
        assertThat(quotas.get(0).limit().text()).isEqualTo("10995116277760");
    }

    @Test
    void capacityAndSeatsAreComparedApart() {
        List<Quota> quotas = quotas(USAGE, serviceWith("userCount", "101"));

        assertThat(quotas)
                .filteredOn(quota -> quota.warnings().contains(Warning.INCONSISTENT))
                .extracting(Quota::metric)
                .containsExactly(KooDriveNormalizer.USERS);
    }

    @Test
    void numbersWrittenOtherwiseAgree() {
        List<Quota> quotas = quotas(USAGE, serviceWith("spaceCapacity", "\"10240.0\""));

        assertThat(quotas).noneMatch(quota -> quota.warnings().contains(Warning.INCONSISTENT));
    }

    @ParameterizedTest
    @CsvSource({
        "deptSpaceUsed, storage.stored",
        "spaceUsed, storage.stored",
        "groupSpaceQuotaUsed, storage.allocated",
        "spaceQuotaUsed, storage.allocated"
    })
    void partsThatDoNotAddUpAreAWarningOnTheirTotal(String field, String metric) {
        List<Quota> quotas = quotas(usageWith(field, "5"));

        assertThat(quotas)
                .filteredOn(quota -> quota.warnings().contains(Warning.SUM_MISMATCH))
                .extracting(quota -> quota.id("drive"))
                .containsExactly("drive:" + metric + ":organization");
    }

    @Test
    void poolsThatDoNotAddUpToTheCapacityAreAWarningOnBothTotals() {
        for (String field : List.of("reservedSpaceQuota", "deptSpaceQuota")) {
            List<Quota> quotas = quotas(usageWith(field, "1"));

            assertThat(quotas)
                    .filteredOn(quota -> quota.warnings().contains(Warning.SUM_MISMATCH))
                    .extracting(quota -> quota.id("drive"))
                    .containsExactly("drive:storage.stored:organization", "drive:storage.allocated:organization");
        }
    }

    @Test
    void partThatIsMissingIsNoMismatch() {
        List<Quota> quotas = quotas(usageWith("deptSpaceUsed", "null"));

        assertThat(quotas).noneMatch(quota -> quota.warnings().contains(Warning.SUM_MISMATCH));
        Quota department = quota(quotas, Metric.STORAGE_STORED, DEPARTMENT);
        assertThat(department.used()).isEqualTo(Amount.unknown());
        assertThat(department.remaining()).isEqualTo(Amount.unknown());
        assertThat(department.warnings()).containsExactly(Warning.UNIT_INFERRED, Warning.MISSING);
    }

    @Test
    void emptyPoolIsNobodysAndOk() {
        String usage = usageWith("personalSpaceQuota", "0")
                .replace("\"personalSpaceUsed\" : 3933426", "\"personalSpaceUsed\" : 0")
                .replace("\"personalSpaceQuotaUsed\" : 35", "\"personalSpaceQuotaUsed\" : 0");

        for (Metric metric : List.of(Metric.STORAGE_STORED, KooDriveNormalizer.ALLOCATED)) {
            Quota pool = quota(quotas(usage), metric, PERSONAL);

            assertThat(pool.limit().text()).isEqualTo("0");
            assertThat(pool.warnings()).containsExactly(Warning.UNIT_INFERRED, Warning.ZERO_OR_UNSET);
            assertThat(pool.utilization()).isEmpty();
            assertThat(pool.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.OK);
        }
    }

    @Test
    void poolWithoutQuotaThatHoldsSomethingIsExceeded() {
        Quota pool = quota(quotas(usageWith("personalSpaceQuota", "0")), Metric.STORAGE_STORED, PERSONAL);

        assertThat(pool.remaining().text()).isEqualTo("-4027828224");
        assertThat(pool.warnings()).containsExactly(Warning.UNIT_INFERRED);
        assertThat(pool.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.EXCEEDED);
    }

    @Test
    void organizationWithoutCapacityIsNoEmptyPool() {
        String usage = usageWith("spaceCapacity", "0").replace("\"spaceUsed\" : 7753298", "\"spaceUsed\" : 0");

        assertThat(quotas(usage).get(0).status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.EXHAUSTED);
    }

    @ParameterizedTest
    @CsvSource({
        "KIBIBYTE, 7939377152, KiBy",
        "BYTE, 7753298, By",
        "MEBIBYTE, 8129922203648, MiBy",
        "GIBIBYTE, 8325040336535552, GiBy",
    })
    void storedUnitCountsForStoredDataOnly(VendorUnit unit, String used, String code) {
        List<Quota> quotas = KooDriveNormalizer.quotas(data(USAGE), Subscription.UNKNOWN, unit);

        assertThat(VendorUnit.of(code)).isEqualTo(unit);
        assertThat(quotas.get(0).used().text()).isEqualTo(used);
        assertThat(quotas.get(0).used().vendor()).extracting(VendorField::unit).isEqualTo(code);
        assertThat(quotas.get(0).limit().text()).isEqualTo("10995116277760");
        assertThat(quota(quotas, KooDriveNormalizer.ALLOCATED, ORGANIZATION)
                        .used()
                        .text())
                .isEqualTo("351113576448");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "20.0", "\"20\"", "2e1"})
    void scalarsAreReadHoweverTheyAreWritten(String twenty) {
        assertThat(quota(quotas(usageWith("userCount", twenty)), KooDriveNormalizer.USERS, ORGANIZATION)
                        .used()
                        .text())
                .isEqualTo("20");
    }

    @Test
    void sizeMayBeAFractionOfTheVendorsUnitButNotOfAByte() {
        assertThat(quotas(usageWith("spaceUsed", "0.5")).get(0).used().text()).isEqualTo("512");
    }

    @ParameterizedTest
    @CsvSource({
        "0, ACTIVE",
        "\"0\", ACTIVE",
        "0.0, ACTIVE",
        "1, SUSPENDED",
        "\"1\", SUSPENDED",
        "7, UNKNOWN",
        "-1, UNKNOWN",
        "\"frozen\", UNKNOWN",
        "true, UNKNOWN",
        "null, UNKNOWN"
    })
    void onlyDocumentedStatesAreBelieved(String status, AccountState state) {
        assertThat(account(serviceWith("status", status)).state()).isEqualTo(state);
    }

    @Test
    void accountIsWhatTheSubscriptionSays() {
        assertThat(account(SERVICE))
                .isEqualTo(new Account(
                        AccountState.ACTIVE, "9190086000001210958", "KooDrive", "2", Map.of("ai", true, "wps", true)));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "\"true\", true", "\"1\", true", "1, true", "0, false", "\"false\", false"})
    void featuresAreReadHoweverTheyAreWritten(String written, boolean on) {
        assertThat(account(serviceWith("wpsAvailable", written)).features()).containsEntry("wps", on);
    }

    @Test
    void nameOfAnAccountIsNoLongerThanCanBeShown() {
        String longest = "x".repeat(255);

        assertThat(account(serviceWith("organizationName", "\"" + longest + "\""))
                        .name())
                .isEqualTo(longest);
        assertViolation(USAGE, serviceWith("organizationName", "\"x" + longest + "\""));
    }

    @Test
    void featureThatIsMissingIsNotOff() {
        assertThat(account(serviceWith("wpsAvailable", "null")).features()).containsOnlyKeys("ai");
    }

    @Test
    void idBeyondAnyIntegerTypeIsKeptWhetherNumberOrText() {
        assertThat(account(serviceWith("organizationId", "91900860000012109581234567890"))
                        .id())
                .isEqualTo("91900860000012109581234567890");
    }

    @ParameterizedTest
    @CsvSource({
        "spaceUsed, -1",
        "spaceUsed, 0.0001",
        "deptSpaceUsed, -0.5",
        "spaceCapacity, -1",
        "spaceCapacity, true",
        "deptSpaceQuota, \"many\"",
        "groupSpaceQuotaUsed, -1",
        "reservedSpaceQuota, -0.5",
        "userCount, 0.5",
        "userCount, -1",
        "userMaxCount, {}",
        "userMaxCount, 1e400",
        "spaceQuotaUsed, []"
    })
    void numbersThatCannotBeAreContractViolations(String field, String value) {
        assertViolation(usageWith(field, value), AGREEING);
    }

    @ParameterizedTest
    @CsvSource({
        "groupSpaceSize, -1",
        "personalSpaceSize, \"x\"",
        "userCount, -1",
        "spaceCapacity, \"many\"",
        "wpsAvailable, \"perhaps\""
    })
    void subscriptionThatCannotBeIsAContractViolation(String field, String value) {
        assertViolation(USAGE, serviceWith(field, value));
    }

    @Test
    void answerWithoutAnyNumberIsAContractViolation() {
        assertViolation("{\"data\":{}}", AGREEING);
        assertViolation("{\"data\":{\"spaceUsed\":null,\"productType\":\"1\"}}", AGREEING);
    }

    @Test
    void damagedAnswersBringOnlyWhatTheVendorWroteOrAContractViolation() throws IOException {
        Random random = new Random(20260402);
        byte[] usage = USAGE.getBytes(StandardCharsets.UTF_8);
        byte[] service = SERVICE.getBytes(StandardCharsets.UTF_8);
        int understood = 0;

        for (int round = 0; round < 3_000; round++) {
            byte[] damagedUsage = random.nextInt(4) == 0 ? usage : Mutations.mutate(random, usage);
            byte[] damagedService = random.nextInt(4) == 0 ? service : Mutations.mutate(random, service);
            try {
                Subscription subscription = KooDriveNormalizer.subscription(data(damagedService));
                List<Quota> quotas = KooDriveNormalizer.quotas(data(damagedUsage), subscription, VendorUnit.KIBIBYTE);
                assertVendorWrote(damagedUsage, damagedService, quotas);
                understood++;
            } catch (ProviderException failure) {
                assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
            }
        }

        assertThat(understood).isBetween(300, 2_700);
    }

    private static void assertVendorWrote(byte[] usage, byte[] service, List<Quota> quotas) throws IOException {
        JsonNode usageAgain = reread(usage);
        JsonNode serviceAgain = reread(service);
        for (Quota quota : quotas) {
            for (Amount amount : List.of(quota.limit(), quota.used(), quota.remaining())) {
                VendorField field = amount.vendor();
                if (field == null) {
                    continue;
                }
                JsonNode answer = field.call().endsWith("/quotaUsed") ? usageAgain : serviceAgain;
                BigDecimal written = new BigDecimal(answer.at(field.pointer()).asText());
                assertThat(amount.value()).isEqualByComparingTo(written.multiply(factor(field.unit())));
                assertThat(new BigDecimal(field.value())).isEqualByComparingTo(written);
            }
        }
    }

    /** By another reader than ours; from characters, since ours does not judge halves of surrogate pairs in names. */
    private static JsonNode reread(byte[] answer) throws IOException {
        return READER.readTree(new String(answer, StandardCharsets.UTF_8));
    }

    private static BigDecimal factor(String unit) {
        return switch (unit) {
            case "KiBy" -> new BigDecimal("1024");
            case "GiBy" -> new BigDecimal("1073741824");
            default -> BigDecimal.ONE;
        };
    }
}
