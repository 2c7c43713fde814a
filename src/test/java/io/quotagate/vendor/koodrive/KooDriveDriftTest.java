package io.quotagate.vendor.koodrive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.DriftContract;
import io.quotagate.aggregation.Life;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Undocumented;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.Subscription;
import io.quotagate.vendor.koodrive.KooDriveNormalizer.VendorUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class KooDriveDriftTest extends DriftContract {

    private static final String DOCUMENTED_QUOTA_USED = Answers.read("koodrive/quota-used.json");
    private static final String DOCUMENTED_SERVICE = Answers.read("koodrive/service-repaired.json");

    private static final String USAGE = "GET " + KooDriveApi.QUOTA_USED;
    private static final String SERVICE = "GET " + KooDriveApi.SERVICE;
    private static final List<String> POOLS = List.of("dept", "personal", "group");

    @Override
    protected Life account(Life life) {
        return life.used("deptSpaceUsed", "1975057")
                .used("personalSpaceUsed", "3933426")
                .used("groupSpaceUsed", "1844815")
                .used("deptSpaceQuotaUsed", "42")
                .used("personalSpaceQuotaUsed", "35")
                .used("groupSpaceQuotaUsed", "250")
                .limit("deptSpaceQuota", "6144")
                .limit("personalSpaceQuota", "2048")
                .limit("groupSpaceQuota", "2048")
                .used("userCount", "20")
                .limit("userMaxCount", "100");
    }

    @Override
    protected Map<String, JsonNode> answers(Life life, Random random) {
        JsonNode usage = parse(DOCUMENTED_QUOTA_USED);
        ObjectNode data = (ObjectNode) usage.get("data");
        life.all().forEach(data::put);
        for (String total : List.of("SpaceUsed", "SpaceQuotaUsed", "SpaceQuota")) {
            String name = total.equals("SpaceQuota") ? "spaceCapacity" : "s" + total.substring(1);
            data.put(name, life.sum(POOLS.stream().map(pool -> pool + total).toArray(String[]::new)));
        }
        JsonNode service = parse(DOCUMENTED_SERVICE);
        ObjectNode subscription = (ObjectNode) service.get("data");
        subscription.set("spaceCapacity", data.get("spaceCapacity"));
        subscription.put("userCount", life.get("userMaxCount"));
        return Map.of(USAGE, usage, SERVICE, service);
    }

    private static VendorJson data(byte[] answer) {
        return KooDriveErrors.data(new VendorAnswer(200, Map.of(), answer));
    }

    @Override
    protected Observation read(Map<String, byte[]> answers, Instant now) {
        VendorJson usage = data(Objects.requireNonNull(answers.get(USAGE)));
        Undocumented undocumented = KooDriveApi.USAGE_ANSWER.compare(usage);
        try {
            VendorJson service = data(Objects.requireNonNull(answers.get(SERVICE)));
            Subscription subscription = KooDriveNormalizer.subscription(service);
            return observation(now, usage, subscription, Optional.empty())
                    .with(undocumented.and(KooDriveApi.SERVICE_ANSWER.compare(service)));
        } catch (ProviderException failedAlone) {
            return observation(now, usage, Subscription.UNKNOWN, Optional.of(failedAlone))
                    .with(undocumented);
        }
    }

    private static Observation observation(
            Instant now, VendorJson usage, Subscription subscription, Optional<ProviderException> shortfall) {
        return new Observation(
                now,
                KooDriveNormalizer.quotas(usage, subscription, VendorUnit.KIBIBYTE),
                subscription.account(),
                shortfall);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // which of the quota's amounts it is, is the question
    protected boolean isPlaceOf(Quota quota, Amount amount, JsonNode answer, String pointer) {
        String pool = switch (quota.scope().level()) {
            case DEPARTMENT -> "dept";
            case PERSONAL -> "personal";
            case GROUP -> "group";
            default -> "";
        };
        boolean organization = pool.isEmpty();
        String space = organization ? "space" : pool + "Space";
        String name;
        if (quota.metric().equals(KooDriveNormalizer.USERS)) {
            name = amount == quota.limit() ? "userMaxCount" : "userCount";
        } else if (quota.metric().equals(KooDriveNormalizer.RESERVED)) {
            name = "reservedSpaceQuota";
        } else if (quota.metric().equals(KooDriveNormalizer.DEFAULT_SIZE)) {
            name = (pool.equals("dept") ? "department" : pool) + "SpaceSize";
        } else if (amount == quota.limit()) {
            name = organization ? "spaceCapacity" : space + "Quota";
        } else {
            name = space + (quota.metric().equals(Metric.STORAGE_STORED) ? "Used" : "QuotaUsed");
        }
        return pointer.equals("/data/" + name);
    }

    /** Neither shown nor needed to show something, but where it contradicts the other call. */
    @Override
    protected Set<String> optional() {
        return Set.of(
                "msg",
                "packageDownloadExpires",
                "tenantId",
                "rootDeptCode",
                "spaceCapacity",
                "userCount",
                "productType");
    }

    @Override
    protected Set<String> bothWays() {
        return Set.of(
                "code",
                "status",
                "spaceCapacity",
                "userCount",
                "groupSpaceSize",
                "personalSpaceSize",
                "departmentSpaceSize",
                "aiAvailable",
                "wpsAvailable");
    }

    @Override
    protected Set<String> nullable() {
        return Set.of();
    }

    @Override
    protected Map<String, List<String>> totals() {
        return Map.of(USAGE, List.of("/data/spaceUsed", "/data/spaceQuotaUsed", "/data/spaceCapacity"));
    }

    @Override
    protected BigDecimal factor(String vendorUnit) {
        return switch (vendorUnit) {
            case "KiBy" -> new BigDecimal("1024");
            case "GiBy" -> new BigDecimal("1073741824");
            default -> BigDecimal.ONE;
        };
    }
}
