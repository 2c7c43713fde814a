package io.quotagate.vendor.smh;

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
import io.quotagate.vendor.smh.SmhNormalizer.Chunk;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

class SmhDriftTest extends DriftContract {

    private static final String DOCUMENTED_USAGE = Answers.read("smh/usage.json");

    private static final List<String> SPACES = List.of("space04fzo07fdq61b", "space3p5klbgcwndnt");
    private static final Chunk CHUNK = SmhNormalizer.chunks(SPACES).get(0);

    @Override
    protected Life account(Life life) {
        SPACES.forEach(space -> life.used(space, "1000").limit(space + " capacity", "10000"));
        return life;
    }

    /** In any order; what is available is shared with somebody else. */
    @Override
    protected Map<String, JsonNode> answers(Life life, Random random) {
        ArrayNode answer = (ArrayNode) parse(DOCUMENTED_USAGE);
        for (JsonNode item : answer) {
            ObjectNode space = (ObjectNode) item;
            BigDecimal size = life.get(space.get("spaceId").asText());
            BigDecimal capacity = life.get(space.get("spaceId").asText() + " capacity");
            space.put("capacity", capacity.toPlainString());
            space.put("size", size.toPlainString());
            space.put(
                    "availableSpace",
                    capacity.subtract(size).subtract(new BigDecimal("4000")).toPlainString());
        }
        if (random.nextBoolean()) {
            answer.add(answer.remove(0));
        }
        return Map.of(CHUNK.call(), answer);
    }

    @Override
    protected Observation read(Map<String, byte[]> answers, Instant now) {
        byte[] body = Objects.requireNonNull(answers.get(CHUNK.call()));
        VendorJson answer = SmhErrors.body(new VendorAnswer(200, Map.of(), body));
        return Observation.of(now, SmhNormalizer.quotas(answer, CHUNK), Account.UNKNOWN)
                .with(SmhApi.USAGE_ANSWER.compare(answer));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // which of the quota's amounts it is, is the question
    protected boolean isPlaceOf(Quota quota, Amount amount, JsonNode answer, String pointer) {
        String name = "size";
        if (amount == quota.limit()) {
            name = "capacity";
        }
        if (amount == quota.remaining()) {
            name = "availableSpace";
        }
        int end = pointer.lastIndexOf('/');
        return pointer.endsWith("/" + name)
                && answer.at(pointer.substring(0, end) + "/spaceId")
                        .asText()
                        .equals(quota.scope().id());
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
        return Set.of("capacity", "availableSpace");
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
