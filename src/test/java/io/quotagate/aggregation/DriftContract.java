package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.provider.Observation;
import io.quotagate.provider.ProviderException;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What must hold for every vendor when its answers drift: it is noticed, and no number is shown that the vendor did not
 * write. The answers are the documented ones, with numbers that move, read by the real normalizer.
 */
public abstract class DriftContract {

    private static final int DRIFTS = 1_000;
    private static final int HISTORIES = 250;
    /** A count of so many may have been one of a few before. */
    private static final BigDecimal FEW = new BigDecimal("11");

    private static final Duration STEP = Duration.ofHours(4);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private static final List<BigDecimal> FACTORS = List.of(
            new BigDecimal("1000"),
            new BigDecimal("1024"),
            new BigDecimal("1000000"),
            new BigDecimal("1048576"),
            new BigDecimal("1000000000"),
            new BigDecimal("1073741824"));

    /** How an answer may drift. */
    private enum Change {
        RENAME,
        DROP,
        RETYPE,
        ADD,
        SCALE_ONE,
        SCALE_ALL,
        BREAK_SUM,
        FREEZE
    }

    /** The numbers of an account of this vendor. */
    protected abstract Life account(Life life);

    /** The documented answers with those numbers, by the call as amounts name it. */
    protected abstract Map<String, JsonNode> answers(Life life, Random random);

    /** Reads the answers as the provider does. */
    protected abstract Observation read(Map<String, byte[]> answers, Instant now);

    /** True where an amount of that quota is to be found at that place. */
    protected abstract boolean isPlaceOf(Quota quota, Amount amount, JsonNode answer, String pointer);

    /** Members that may go without anybody noticing, since nothing is shown of them. */
    protected abstract Set<String> optional();

    /** Members that are documented as number and as text. */
    protected abstract Set<String> bothWays();

    /** Members for which null is documented. */
    protected abstract Set<String> nullable();

    /** Pointers of totals, by call. */
    protected abstract Map<String, List<String>> totals();

    /** How many of our unit are one of the vendor's. */
    protected abstract BigDecimal factor(String vendorUnit);

    protected static JsonNode parse(String json) {
        try {
            return Objects.requireNonNull(JSON.readTree(json));
        } catch (JsonProcessingException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }

    /** One connection of the vendor, asked again and again. */
    private final class Watched {

        private final Random random;
        private final Life life;
        private Instant now = Instant.parse("2026-11-02T07:00:00Z");
        private @Nullable Snapshot last;
        private Map<DriftKind, Integer> begun = Map.of();

        private Watched(Random random, Life life) {
            this.random = random;
            this.life = account(life);
        }

        private Map<String, JsonNode> next() {
            now = now.plus(STEP);
            life.pass(now);
            return answers(life, random);
        }

        private void live() {
            take(bytes(next()));
        }

        /** Holds what the vendor says against what it said before, and what is shown against what it wrote. */
        private void take(Map<String, byte[]> answers) {
            Observation observation = read(answers, now);
            Drift drift = Drift.of(last, Snapshot.of(observation, 0), observation.undocumented());
            begun = drift.begun();
            last = SnapshotCodec.unpack(SnapshotCodec.pack(drift.snapshot()));
            Map<String, JsonNode> written = new HashMap<>();
            answers.forEach((call, answer) -> written.put(call, parse(new String(answer, StandardCharsets.UTF_8))));
            last.quotas().forEach(quota -> assertVendorWrote(quota, written));
        }

        private Snapshot last() {
            return Objects.requireNonNull(last, "nothing was said");
        }
    }

    private static Map<String, byte[]> bytes(Map<String, JsonNode> answers) {
        Map<String, byte[]> bytes = new HashMap<>();
        answers.forEach((call, answer) -> bytes.put(call, answer.toString().getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    private void assertVendorWrote(Quota quota, Map<String, JsonNode> answers) {
        for (Amount amount : List.of(quota.limit(), quota.used(), quota.remaining())) {
            VendorField field = amount.vendor();
            BigDecimal value = amount.value();
            if (field != null && value != null) {
                JsonNode answer = Objects.requireNonNull(answers.get(field.call()), field.call());
                String written = answer.at(field.pointer()).asText();
                boolean same = written.equals(field.value())
                        && value.compareTo(new BigDecimal(written).multiply(factor(field.unit()))) == 0;
                assertThat(same && isPlaceOf(quota, amount, answer, field.pointer()))
                        .as("%s is not what was written: %s", quota, written)
                        .isTrue();
            }
        }
    }

    @Test
    void aThousandDriftsAreAllNoticed() {
        Map<Change, Integer> tried = new EnumMap<>(Change.class);
        for (int seed = 0; seed < DRIFTS; seed++) {
            Random random = new Random(seed);
            Watched connection = new Watched(random, Life.lively(random));
            Change change = Change.values()[seed % Change.values().length];
            if (totals().isEmpty() && change == Change.BREAK_SUM) {
                change = Change.SCALE_ONE;
            }
            for (int step = 0; step < 3; step++) {
                connection.live();
            }
            assertThat(connection.begun).as("before the drift").isEmpty();
            String what = change + " " + seed;

            switch (change) {
                case RENAME, DROP, RETYPE, ADD ->
                    assertThat(isNoticed(connection, restructured(connection, change)))
                            .as(what)
                            .isTrue();
                case SCALE_ONE, SCALE_ALL ->
                    assertThat(isNoticedAsShift(connection, change == Change.SCALE_ALL))
                            .as(what)
                            .isTrue();
                case BREAK_SUM -> {
                    assertThat(isNoticed(connection, withBrokenSum(connection)))
                            .as(what)
                            .isTrue();
                    assertThat(connection.begun).as(what).containsKey(DriftKind.SUM_MISMATCH);
                }
                case FREEZE ->
                    assertThat(isNoticedAsFrozen(connection)).as(what).isTrue();
            }
            tried.merge(change, 1, Integer::sum);
        }

        assertThat(tried.values()).allMatch(count -> count >= DRIFTS / Change.values().length);
    }

    @Test
    void accountsThatOnlyLiveDoNotDrift() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(seed);
            Watched connection = new Watched(random, Life.ofAnyKind(random));
            for (int step = 0; step < 6 * 30; step++) {
                connection.live();
                assertThat(connection.begun)
                        .as("history %d, step %d", seed, step)
                        .isEmpty();
            }
        }
    }

    /** A failure leaves the last good snapshot; anything else must be counted. */
    private static boolean isNoticed(Watched connection, Map<String, JsonNode> answers) {
        try {
            connection.take(bytes(answers));
            return !connection.begun.isEmpty();
        } catch (ProviderException refused) {
            return true;
        }
    }

    /** Where a member of an object stands. */
    private record Member(ObjectNode parent, String name) {

        private JsonNode value() {
            return parent.get(name);
        }
    }

    private static List<Member> members(Map<String, JsonNode> answers) {
        List<Member> members = new ArrayList<>();
        answers.values().forEach(answer -> collect(answer, members));
        return members;
    }

    private static void collect(JsonNode node, List<Member> members) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> members.add(new Member(object, name)));
        }
        node.forEach(child -> collect(child, members));
    }

    private Map<String, JsonNode> restructured(Watched connection, Change change) {
        Random random = connection.random;
        Map<String, JsonNode> answers = connection.next();
        List<Member> members = members(answers);
        List<Member> telling = members.stream()
                .filter(member -> change != Change.DROP || !optional().contains(member.name()))
                .toList();
        Member member = telling.get(random.nextInt(telling.size()));
        switch (change) {
            case RENAME -> {
                member.parent().set(member.name() + random.nextInt(10), member.value());
                member.parent().remove(member.name());
            }
            case DROP -> member.parent().remove(member.name());
            case RETYPE -> retype(random, member);
            default -> member.parent().set("unheardOf", parse("{\"left\":1}"));
        }
        return answers;
    }

    private void retype(Random random, Member member) {
        JsonNode value = member.value();
        List<JsonNode> others = new ArrayList<>(List.of(
                parse("true"), parse("5"), parse("\"x\""), parse("{}"), parse("[]"), parse("[7]"), parse("{\"a\":1}")));
        others.removeIf(other -> other.getNodeType() == value.getNodeType());
        if (value.isNumber() && !bothWays().contains(member.name())) {
            others.add(parse('"' + value.asText() + '"'));
        }
        if (!optional().contains(member.name()) && !nullable().contains(member.name())) {
            others.add(parse("null"));
        }
        if (bothWays().contains(member.name())) {
            others.removeIf(JsonNode::isTextual);
        }
        member.parent().set(member.name(), others.get(random.nextInt(others.size())));
    }

    private Map<String, JsonNode> withBrokenSum(Watched connection) {
        Map<String, JsonNode> answers = connection.next();
        totals().forEach((call, pointers) -> {
            String pointer = pointers.get(connection.random.nextInt(pointers.size()));
            multiply(answers, call, pointer, BigDecimal.ONE, BigDecimal.ONE);
        });
        return answers;
    }

    /** Writes value × factor + more in the form in which the value stood there. */
    private static void multiply(
            Map<String, JsonNode> answers, String call, String pointer, BigDecimal factor, BigDecimal more) {
        JsonNode node = Objects.requireNonNull(answers.get(call), call).at(pointer);
        put(
                answers,
                call,
                pointer,
                new BigDecimal(node.asText())
                        .multiply(factor, MathContext.DECIMAL128)
                        .add(more));
    }

    private static void put(Map<String, JsonNode> answers, String call, String pointer, BigDecimal value) {
        int name = pointer.lastIndexOf('/');
        JsonNode parent = Objects.requireNonNull(answers.get(call), call).at(pointer.substring(0, name));
        ObjectNode object = (ObjectNode) parent;
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        String text = plain.toPlainString();
        boolean asText = parent.get(pointer.substring(name + 1)).isTextual();
        object.set(pointer.substring(name + 1), asText ? parse('"' + text + '"') : parse(text));
    }

    private static List<Amount> reported(List<Quota> quotas) {
        return quotas.stream()
                .flatMap(quota -> List.of(quota.limit(), quota.used(), quota.remaining()).stream())
                .filter(amount -> amount.isKnown() && amount.vendor() != null)
                .toList();
    }

    private boolean isNoticedAsShift(Watched connection, boolean all) {
        Random random = connection.random;
        Map<String, JsonNode> answers = connection.next();
        BigDecimal factor = FACTORS.get(random.nextInt(FACTORS.size()));
        boolean up = random.nextBoolean();
        BigDecimal times = up ? factor : BigDecimal.ONE.divide(factor, MathContext.DECIMAL128);
        // Of a few pieces, or of nothing, a unit cannot be told.
        List<VendorField> fields = reported(read(bytes(answers), connection.now).quotas()).stream()
                .map(Amount::vendor)
                .filter(Objects::nonNull)
                .distinct()
                .filter(field -> all || isTelling(field, up ? BigDecimal.ONE : times))
                .toList();
        List<VendorField> scaled =
                all || fields.isEmpty() ? fields : List.of(fields.get(random.nextInt(fields.size())));
        scaled.forEach(field -> multiply(answers, field.call(), field.pointer(), times, BigDecimal.ZERO));
        if (!isNoticed(connection, answers)) {
            return scaled.isEmpty();
        }
        return connection.begun.containsKey(DriftKind.UNIT_SHIFT)
                ? connection.last().quotas().stream()
                        .anyMatch(quota -> quota.warnings().contains(Warning.UNIT_SHIFT) && shows(quota, scaled))
                : connection.begun.isEmpty() || connection.begun.containsKey(DriftKind.VIOLATION);
    }

    private static boolean isTelling(VendorField field, BigDecimal times) {
        BigDecimal value = new BigDecimal(Objects.requireNonNull(field.value())).multiply(times);
        boolean measure = field.unit().contains("By") || field.unit().contains("{request}");
        return value.signum() != 0 && (measure || value.compareTo(FEW) > 0);
    }

    private static boolean shows(Quota quota, List<VendorField> scaled) {
        return reported(List.of(quota)).stream()
                .anyMatch(amount -> scaled.stream()
                        .anyMatch(field -> field.pointer()
                                .equals(Objects.requireNonNull(amount.vendor()).pointer())));
    }

    /** What a quota says of one amount, found again wherever it stands. */
    private record Named(String quota, int role) {

        private Optional<Amount> of(List<Quota> quotas) {
            return quotas.stream()
                    .filter(one -> one.id("c").equals(quota))
                    .map(one -> role == 0 ? one.used() : one.remaining())
                    .findFirst();
        }
    }

    private boolean isNoticedAsFrozen(Watched connection) {
        Random random = connection.random;
        List<Quota> first = connection.last().quotas();
        for (int step = 0; step < 6 * 10; step++) {
            connection.live();
        }
        List<Quota> then = connection.last().quotas();
        List<Named> moving = new ArrayList<>();
        for (Quota quota : then) {
            for (int role = 0; role < 2; role++) {
                Named named = new Named(quota.id("c"), role);
                Amount now = named.of(then).orElseThrow();
                boolean moved = now.vendor() != null
                        && now.isKnown()
                        && !Objects.equals(
                                now.value(), named.of(first).map(Amount::value).orElse(null));
                if (moved) {
                    moving.add(named);
                }
            }
        }
        Named frozen = moving.get(random.nextInt(moving.size()));
        BigDecimal value = new BigDecimal(Objects.requireNonNull(
                Objects.requireNonNull(frozen.of(then).orElseThrow().vendor()).value()));
        for (int step = 0; step < 6 * 8; step++) {
            Map<String, JsonNode> answers = connection.next();
            VendorField field = Objects.requireNonNull(
                    frozen.of(read(bytes(answers), connection.now).quotas())
                            .orElseThrow()
                            .vendor());
            put(answers, field.call(), field.pointer(), value);
            connection.take(bytes(answers));
            if (connection.begun.containsKey(DriftKind.FROZEN)) {
                return connection.last().quotas().stream()
                        .anyMatch(quota -> quota.id("c").equals(frozen.quota())
                                && quota.warnings().contains(Warning.FROZEN));
            }
        }
        return false;
    }
}
