package io.quotagate.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.quota.Amount;
import io.quotagate.quota.VendorField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Broken variants of a vendor's documented answer, and a second reading of them by another parser, to hold what an
 * adapter shows against what is written.
 */
public final class Mutations {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    /** What vendors have been seen to write, and what nobody should. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "2",
            "10000",
            "1.5",
            "-5.1803",
            "0.0001",
            "0.00001",
            "20.0",
            "1e3",
            "1.099511627776E13",
            "1e-40",
            "1e400",
            "9223372036854775807",
            "9223372036854775808",
            "12345678901234567890123456789012345678",
            "123456789012345678901234567890123456789",
            "\"\"",
            "\" 1\"",
            "\"12\"",
            "\"-3\"",
            "\"1e3\"",
            "\"0x10\"",
            "\"NaN\"",
            "\"\uff11\uff12\"",
            "\"cn-bj2\"",
            "\"<b>\"",
            "[]",
            "{}",
            "[1]",
            "{\"Left\":1}");

    /** Where a value hangs. */
    private record Slot(JsonNode parent, String name, int index) {

        void replace(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(name, value);
            }
            if (parent instanceof ArrayNode array) {
                array.set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(name);
            }
            if (parent instanceof ArrayNode array) {
                array.remove(index);
            }
        }

        /** A second element, or the same value under a name in another case. */
        void repeat(Random random) {
            if (parent instanceof ObjectNode object) {
                object.set(random.nextBoolean() ? name.toLowerCase() : name + "2", value().deepCopy());
            }
            if (parent instanceof ArrayNode array) {
                array.insert(random.nextInt(array.size() + 1), value().deepCopy());
            }
        }

        JsonNode value() {
            return parent.isArray() ? parent.get(index) : parent.get(name);
        }
    }

    private Mutations() {}

    /** The bytes with one to four of them changed, dropped, doubled, put in or cut off; seldom JSON any more. */
    public static byte[] mutate(Random random, byte[] bytes) {
        byte[] mutated = bytes;
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            mutated = edit(random, mutated);
        }
        return mutated;
    }

    private static byte[] edit(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int rest = Math.min(at + random.nextInt(4), bytes.length);
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        edited.write(bytes, 0, at);
        switch (random.nextInt(6)) {
            case 0 -> edited.write(random.nextInt(256));
            case 1 -> edited.writeBytes(bytes);
            case 2 -> edited.write("0123456789-.eE,:\"{}[]".charAt(random.nextInt(21)));
            case 3 -> edited.write(bytes, at, rest - at);
            default -> rest = Math.min(at + 1 + random.nextInt(3), bytes.length);
        }
        // Over what was there, or before it; seldom is the rest cut off.
        int from = List.of(at, at, at, rest, rest, rest, bytes.length).get(random.nextInt(7));
        edited.write(bytes, from, bytes.length - from);
        return edited.toByteArray();
    }

    /** The same JSON with one to three values replaced, removed or repeated; still JSON. */
    public static byte[] restructure(Random random, byte[] json) {
        JsonNode root = read(json);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            List<Slot> slots = new ArrayList<>();
            collect(root, slots);
            if (slots.isEmpty()) {
                break;
            }
            Slot slot = slots.get(random.nextInt(slots.size()));
            switch (random.nextInt(5)) {
                case 0 -> slot.remove();
                case 1 -> slot.repeat(random);
                default -> slot.replace(read(VALUES.get(random.nextInt(VALUES.size()))));
            }
        }
        try {
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void collect(JsonNode node, List<Slot> slots) {
        node.properties().forEach(member -> {
            slots.add(new Slot(node, member.getKey(), -1));
            collect(member.getValue(), slots);
        });
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            slots.add(new Slot(node, "", index));
            collect(node.get(index), slots);
        }
    }

    /**
     * Reads the answer again and compares.
     *
     * @param factor how many of the amount's unit make one of the vendor's
     * @return whether a reported amount is what is written where it says it stood; true for all other amounts
     */
    public static boolean isAsWritten(byte[] answer, Amount amount, BigDecimal factor) {
        VendorField field = amount.vendor();
        if (field == null) {
            return true;
        }
        JsonNode node = at(answer, field.pointer());
        if (amount.state() == Amount.State.UNLIMITED) {
            return node.isNull() && field.value() == null;
        }
        BigDecimal value = amount.value();
        boolean same = !node.isTextual() || node.textValue().equals(field.value());
        return same && value != null && value.compareTo(number(node).multiply(factor)) == 0;
    }

    /** What is written at a place of the answer, by JSON Pointer; a missing node where there is nothing. */
    public static JsonNode at(byte[] answer, String pointer) {
        return read(answer).at(pointer);
    }

    private static BigDecimal number(JsonNode node) {
        return node.isTextual() ? new BigDecimal(node.textValue()) : node.decimalValue();
    }

    private static JsonNode read(byte[] json) {
        return read(new String(json, StandardCharsets.UTF_8));
    }

    private static JsonNode read(String json) {
        try {
            return Objects.requireNonNull(JSON.readTree(json));
        } catch (IOException invalid) {
            throw new UncheckedIOException(invalid);
        }
    }
}
