package io.quotagate.vendor.ufile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.DriftContract;
import io.quotagate.aggregation.Life;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Observation;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.vendor.ufile.UFileNormalizer.Ask;
import io.quotagate.vendor.ufile.UFileNormalizer.Balances;
import io.quotagate.vendor.ufile.UFileNormalizer.QuotaType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class UFileDriftTest extends DriftContract {

    private static final String DOCUMENTED_QUOTA_INFO = Answers.read("ufile/quota-info.json");

    private static final String CALL = "GET /?Action=GetUFileQuotaInfo";
    private static final Ask ASK = new Ask("cn-bj2", List.of(QuotaType.values()), CALL);

    private static final Map<String, String> MEMBERS = Map.of(
            UFileNormalizer.STORAGE_TIME.name(), "Storage",
            UFileNormalizer.DOWNLOAD_TRAFFIC.name(), "DownloadFlow",
            UFileNormalizer.REQUESTS.name(), "RequestCnt");

    @Override
    protected Life account(Life life) {
        return life.used("Storage", "-13507.2").used("DownloadFlow", "-5.1803").used("RequestCnt", "202");
    }

    @Override
    protected Map<String, JsonNode> answers(Life life, Random random) {
        JsonNode answer = parse(DOCUMENTED_QUOTA_INFO);
        life.all().forEach((name, left) -> ((ObjectNode) answer.at("/DataSet/0/" + name)).put("Left", left));
        return Map.of(CALL, answer);
    }

    @Override
    protected Observation read(Map<String, byte[]> answers, Instant now) {
        byte[] body = Objects.requireNonNull(answers.get(CALL));
        Balances balances = UFileNormalizer.balances(UFileErrors.body(new VendorAnswer(200, Map.of(), body)), ASK);
        return Observation.of(now, balances.quotas(), UFileNormalizer.account(List.of(balances.state())))
                .with(balances.undocumented());
    }

    @Override
    protected boolean isPlaceOf(Quota quota, Amount amount, JsonNode answer, String pointer) {
        return pointer.equals("/DataSet/0/" + MEMBERS.get(quota.metric().name()) + "/Left");
    }

    /** The region is shown only where it is another than the one asked for, which the vendor may mend. */
    @Override
    protected Set<String> optional() {
        return Set.of("Action", "Region");
    }

    @Override
    protected Set<String> bothWays() {
        return Set.of("RetCode");
    }

    @Override
    protected Set<String> nullable() {
        return Set.of();
    }

    @Override
    protected Map<String, List<String>> totals() {
        return Map.of();
    }

    @Override
    protected BigDecimal factor(String vendorUnit) {
        return vendorUnit.startsWith("10*4") ? new BigDecimal("10000") : BigDecimal.ONE;
    }
}
