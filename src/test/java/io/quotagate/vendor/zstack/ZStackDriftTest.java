package io.quotagate.vendor.zstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.DriftContract;
import io.quotagate.aggregation.Life;
import io.quotagate.provider.Answers;
import io.quotagate.provider.Observation;
import io.quotagate.provider.VendorAnswer;
import io.quotagate.provider.VendorJson;
import io.quotagate.quota.Account;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

class ZStackDriftTest extends DriftContract {

    private static final String DOCUMENTED_USAGES = Answers.read("zstack/usages.json");

    private static final String ORGANIZATION = "9636f37046a63657b26cb28ed8cbc38a";
    private static final String CALL = "GET /zstack/v1/iam2/organizations/quota/" + ORGANIZATION + "/usages";

    /** Total and used by name, beside the documented one. */
    private static final Map<String, List<String>> USAGES = Map.of(
            "testquota", List.of("20", "10"),
            "vm.num", List.of("20", "13"),
            "vm.cpuNum", List.of("80", "76"),
            "vm.memorySize", List.of("85899345920", "55834574848"),
            "volume.capacity", List.of("10995116277760", "6597069766656"),
            "image.num", List.of("20", "7"),
            "eip.num", List.of("-1", "3"),
            "gpu.num", List.of("0", "0"),
            "volume.backup.size", List.of("1099511627776", "137438953472"));

    @Override
    protected Life account(Life life) {
        new TreeMap<>(USAGES)
                .forEach((name, numbers) ->
                        life.limit(name + " total", numbers.get(0)).used(name, numbers.get(1)));
        return life;
    }

    /** In any order. */
    @Override
    protected Map<String, JsonNode> answers(Life life, Random random) {
        JsonNode answer = parse(DOCUMENTED_USAGES);
        ArrayNode usages = (ArrayNode) answer.get("usages");
        ObjectNode documented = (ObjectNode) usages.remove(0);
        List<String> names = new ArrayList<>(new TreeMap<>(USAGES).keySet());
        Collections.shuffle(names, random);
        for (String name : names) {
            BigDecimal total = life.get(name + " total");
            usages.add(documented
                    .deepCopy()
                    .put("name", name)
                    // A number below none says that there is no limit, however much that may be raised.
                    .put("total", total.signum() < 0 ? BigDecimal.ONE.negate() : total)
                    .put("used", life.get(name)));
        }
        return Map.of(CALL, answer);
    }

    @Override
    protected Observation read(Map<String, byte[]> answers, Instant now) {
        byte[] body = Objects.requireNonNull(answers.get(CALL));
        VendorJson answer = ZStackErrors.result(new VendorAnswer(200, Map.of(), body));
        return Observation.of(now, ZStackNormalizer.quotas(answer, ORGANIZATION), Account.UNKNOWN)
                .with(ZStackApi.USAGES_ANSWER.compare(answer));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // which of the quota's amounts it is, is the question
    protected boolean isPlaceOf(Quota quota, Amount amount, JsonNode answer, String pointer) {
        int end = pointer.lastIndexOf('/');
        String name = answer.at(pointer.substring(0, end) + "/name").asText();
        String metric = ZStackNormalizer.KNOWN.stream()
                .filter(known -> known.name().equals(name))
                .map(known -> known.metric().name())
                .findFirst()
                .orElse("zstack." + name);
        return pointer.endsWith(amount == quota.limit() ? "/total" : "/used")
                && metric.equals(quota.metric().name());
    }

    @Override
    protected Set<String> optional() {
        return Set.of();
    }

    @Override
    protected Set<String> bothWays() {
        return Set.of();
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
        return BigDecimal.ONE;
    }
}
