package io.quotagate.vendor.ufile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.provider.Answers;
import io.quotagate.provider.Mutations;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Quota;
import io.quotagate.quota.QuotaStatus;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import io.quotagate.vendor.ufile.UFileNormalizer.Ask;
import io.quotagate.vendor.ufile.UFileNormalizer.Balances;
import io.quotagate.vendor.ufile.UFileNormalizer.QuotaType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UFileNormalizerTest {

    private static final String DOCUMENTED = Answers.read("ufile/quota-info.json");
    private static final String CALL = "GET /?Action=GetUFileQuotaInfo";
    private static final Ask ASK = new Ask("cn-bj2", List.of(QuotaType.values()), CALL);

    private static Balances balances(String json) {
        return balances(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Balances balances(byte[] json) {
        return UFileNormalizer.balances(VendorJson.parse(json), ASK);
    }

    private static Balances item(String item) {
        return balances("{\"DataSet\":[{" + item + "}],\"RetCode\":0}");
    }

    private static void assertViolation(String json) {
        assertThatThrownBy(() -> balances(json))
                .as(json)
                .isInstanceOfSatisfying(
                        ProviderException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.CONTRACT_VIOLATION));
    }

    @Test
    void documentedAnswerIsReadExactly() {
        List<Quota> quotas = balances(DOCUMENTED).quotas();

        assertThat(quotas)
                .extracting(quota -> quota.id("objects"))
                .containsExactly(
                        "objects:objectstorage.storage-time:region:cn-bj2",
                        "objects:objectstorage.download-traffic:region:cn-bj2",
                        "objects:objectstorage.requests:region:cn-bj2");
        assertThat(quotas)
                .extracting(
                        quota -> quota.remaining().text() + " " + quota.unit().code())
                .containsExactly("-13507.2 GBy.d", "-5.1803 GBy", "2020000 {request}");
        assertThat(quotas).allSatisfy(quota -> {
            assertThat(quota.kind()).isEqualTo(Kind.BALANCE);
            assertThat(quota.limit().state()).isEqualTo(Amount.State.UNKNOWN);
            assertThat(quota.used().state()).isEqualTo(Amount.State.UNKNOWN);
            assertThat(quota.scope().reported()).isEqualTo("cn-bj");
            assertThat(quota.warnings()).containsExactly(Warning.UNIT_INFERRED, Warning.REGION_MISMATCH);
        });
        assertThat(quotas)
                .extracting(quota -> quota.status(Thresholds.DEFAULT))
                .containsExactly(QuotaStatus.EXCEEDED, QuotaStatus.EXCEEDED, QuotaStatus.OK);
    }

    @Test
    void amountsSayWhereTheyStood() {
        List<Quota> quotas = balances(DOCUMENTED).quotas();

        assertThat(quotas)
                .extracting(quota -> quota.remaining().vendor())
                .containsExactly(
                        new VendorField(CALL, "/DataSet/0/Storage/Left", "-13507.2", "GBy.d"),
                        new VendorField(CALL, "/DataSet/0/DownloadFlow/Left", "-5.1803", "GBy"),
                        new VendorField(CALL, "/DataSet/0/RequestCnt/Left", "202", "10*4{request}"));
    }

    @Test
    void numbersMayComeAsTextWithExponentOrOfAnySize() {
        Balances balances = item("\"Region\":\"cn-bj2\",\"Storage\":{\"Left\":\"1e3\"},"
                + "\"DownloadFlow\":{\"Left\":0.1000000000000000055511151231257827},"
                + "\"RequestCnt\":{\"Left\":\"0.0001\"}");

        assertThat(balances.quotas())
                .extracting(quota -> quota.remaining().text())
                .containsExactly("1000", "0.1000000000000000055511151231257827", "1");
        assertThat(balances.quotas()).noneMatch(quota -> quota.warnings().contains(Warning.REGION_MISMATCH));
    }

    @Test
    void zeroIsZeroAndExhausted() {
        Quota quota = item("\"Storage\":{\"Left\":0}").quotas().get(0);

        assertThat(quota.remaining().text()).isEqualTo("0");
        assertThat(quota.status(Thresholds.DEFAULT)).isEqualTo(QuotaStatus.EXHAUSTED);
    }

    @Test
    void missingTypeIsUnknownAndNeverZero() {
        for (String json : List.of(
                "{}",
                "{\"DataSet\":null}",
                "{\"DataSet\":[]}",
                "{\"DataSet\":[{}]}",
                "{\"DataSet\":[{\"Storage\":null,\"DownloadFlow\":{},\"RequestCnt\":{\"Left\":null}}]}")) {
            assertThat(balances(json).quotas()).as(json).hasSize(3).allSatisfy(quota -> {
                assertThat(quota.remaining().state()).isEqualTo(Amount.State.UNKNOWN);
                assertThat(quota.warnings()).containsExactly(Warning.UNIT_INFERRED, Warning.MISSING);
            });
        }
    }

    @Test
    void onlyTypesAskedForAreShown() {
        Ask ask = new Ask("cn-bj2", List.of(QuotaType.REQUEST_COUNT), CALL);

        List<Quota> quotas = UFileNormalizer.balances(
                        VendorJson.parse(DOCUMENTED.getBytes(StandardCharsets.UTF_8)), ask)
                .quotas();

        assertThat(quotas).extracting(Quota::metric).containsExactly(UFileNormalizer.REQUESTS);
    }

    @Test
    void amongSeveralItemsTheRegionAskedForIsMeant() {
        Balances balances = balances("{\"DataSet\":[{\"Region\":\"cn-bj\",\"Storage\":{\"Left\":1}},"
                + "{\"Region\":\"cn-bj2\",\"Storage\":{\"Left\":2}}]}");

        assertThat(balances.quotas().get(0).remaining().text()).isEqualTo("2");
        assertThat(balances.quotas().get(0).scope().reported()).isNull();
        assertViolation("{\"DataSet\":[{\"Region\":\"cn-bj\"},{\"Region\":\"cn-gd\"}]}");
        assertViolation("{\"DataSet\":[{\"Region\":\"cn-bj2\"},{\"Region\":\"cn-bj2\"}]}");
    }

    @Test
    void whatIsNotUnderstoodIsAViolation() {
        assertViolation("{\"DataSet\":{}}");
        assertViolation("{\"DataSet\":[1]}");
        assertViolation("{\"DataSet\":[{\"Storage\":5}]}");
        assertViolation("{\"DataSet\":[{\"Storage\":{\"Left\":\"much\"}}]}");
        assertViolation("{\"DataSet\":[{\"Storage\":{\"Left\":true}}]}");
        assertViolation("{\"DataSet\":[{\"RequestCnt\":{\"Left\":0.00001}}]}");
        assertViolation("{\"DataSet\":[{\"Region\":\"<script>\"}]}");
        assertViolation("{\"DataSet\":[{\"Region\":\"\"}]}");
        assertViolation("{\"DataSet\":[{\"Owe\":\"maybe\"}]}");
    }

    @Test
    void arrearsAreSaidByTheVendorAndNotByABalance() {
        assertThat(balances(DOCUMENTED).state()).isEqualTo(AccountState.ARREARS);
        assertThat(item("\"Owe\":\"1\"").state()).isEqualTo(AccountState.ARREARS);
        assertThat(item("\"Owe\":0,\"Storage\":{\"Left\":-1}").state()).isEqualTo(AccountState.ACTIVE);
        assertThat(item("\"Owe\":2").state()).isEqualTo(AccountState.UNKNOWN);
        assertThat(item("\"Storage\":{\"Left\":-1}").state()).isEqualTo(AccountState.UNKNOWN);
        assertThat(balances("{}").state()).isEqualTo(AccountState.UNKNOWN);
    }

    @Test
    void oneRegionInArrearsIsEnoughAndAllMustBePaid() {
        assertThat(UFileNormalizer.account(List.of(AccountState.ACTIVE, AccountState.UNKNOWN, AccountState.ARREARS))
                        .state())
                .isEqualTo(AccountState.ARREARS);
        assertThat(UFileNormalizer.account(List.of(AccountState.ACTIVE, AccountState.UNKNOWN))
                        .state())
                .isEqualTo(AccountState.UNKNOWN);
        assertThat(UFileNormalizer.account(List.of(AccountState.ACTIVE, AccountState.ACTIVE))
                        .state())
                .isEqualTo(AccountState.ACTIVE);
    }

    @Test
    void brokenBytesBringWhatIsWrittenOrAViolation() {
        Random random = new Random(3);
        int understood = 0;
        for (int round = 0; round < 4_000; round++) {
            understood += understood(Mutations.mutate(random, DOCUMENTED.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(understood).isBetween(100, 3_900);
    }

    @Test
    void changedStructureBringsWhatIsWrittenOrAViolation() {
        Random random = new Random(4);
        int understood = 0;
        for (int round = 0; round < 4_000; round++) {
            understood += understood(Mutations.restructure(random, DOCUMENTED.getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(understood).isBetween(100, 3_900);
    }

    /** 1 where the bytes are understood, 0 where they are refused; anything but that fails. */
    private static int understood(byte[] answer) {
        List<Quota> quotas;
        try {
            quotas = balances(answer).quotas();
        } catch (ProviderException refused) {
            assertThat(refused.reason()).isEqualTo(Reason.CONTRACT_VIOLATION);
            return 0;
        }
        assertThat(quotas).hasSize(3);
        for (Quota quota : quotas) {
            BigDecimal factor =
                    quota.metric().equals(UFileNormalizer.REQUESTS) ? BigDecimal.valueOf(10_000) : BigDecimal.ONE;
            assertThat(Mutations.isAsWritten(answer, quota.remaining(), factor))
                    .as(() -> quota + " from " + new String(answer, StandardCharsets.UTF_8))
                    .isTrue();
        }
        return 1;
    }
}
