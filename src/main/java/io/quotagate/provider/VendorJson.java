package io.quotagate.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.quotagate.quota.VendorField;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in a vendor's JSON that knows where it stands. Numbers keep the characters in which they were written and are
 * never read as binary floating point; what cannot be read exactly is a contract violation.
 *
 * <p>Tolerant of scalars that are written as text, as vendors do, and strict in everything else: UTF-8, no duplicate
 * names, nothing after the end.
 */
public final class VendorJson {

    private static final int MAX_DEPTH = 32;
    /** Of all values together, at every level. */
    private static final int MAX_PLACES = 20_000;
    /** Before and after the decimal point, as a decimal128 and most databases can keep them. */
    private static final int MAX_DIGITS = 38;
    /** In characters, as the next two. */
    private static final int MAX_NUMBER_LENGTH = 100;

    private static final int MAX_NAME_LENGTH = 1_000;
    private static final int MAX_TEXT_LENGTH = 100_000;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,3})?");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(MAX_NAME_LENGTH)
                    .maxStringLength(MAX_TEXT_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** What stands at a place. */
    enum Type {
        OBJECT,
        ARRAY,
        NUMBER,
        TEXT,
        FLAG,
        NULL,
        ABSENT
    }

    private final @Nullable VendorJson parent;
    private final String step;
    private final Type type;
    private final String scalar;
    private final Map<String, VendorJson> members;
    private final List<VendorJson> items;

    private VendorJson(@Nullable VendorJson parent, String step, Type type, String scalar) {
        this.parent = parent;
        this.step = step;
        this.type = type;
        this.scalar = scalar;
        this.members = type == Type.OBJECT ? new LinkedHashMap<>() : Map.of();
        this.items = type == Type.ARRAY ? new ArrayList<>() : List.of();
    }

    /**
     * Reads one JSON text.
     *
     * @throws ProviderException contract violation, where the bytes are anything else
     */
    public static VendorJson parse(byte[] bytes) {
        try (JsonParser parser = JSON.createParser(decode(bytes))) {
            int[] places = {0};
            VendorJson root = read(parser, parser.nextToken(), null, "", places);
            if (parser.nextToken() != null) {
                throw ProviderException.violation("the answer goes on after its JSON text");
            }
            return root;
        } catch (IOException invalid) {
            throw ProviderException.violation("the answer is not valid JSON");
        }
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        // A fresh decoder reports what new String(bytes, UTF_8) would silently replace.
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static VendorJson read(
            JsonParser parser, @Nullable JsonToken token, @Nullable VendorJson parent, String step, int[] places)
            throws IOException {
        if (token == null) {
            throw ProviderException.violation("the answer ends too early");
        }
        if (++places[0] > MAX_PLACES) {
            throw ProviderException.violation("the answer has too many values");
        }
        return switch (token) {
            case START_OBJECT -> readObject(parser, new VendorJson(parent, step, Type.OBJECT, ""), places);
            case START_ARRAY -> readArray(parser, new VendorJson(parent, step, Type.ARRAY, ""), places);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new VendorJson(parent, step, Type.NUMBER, parser.getText());
            case VALUE_STRING -> new VendorJson(parent, step, Type.TEXT, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new VendorJson(parent, step, Type.FLAG, parser.getText());
            case VALUE_NULL -> new VendorJson(parent, step, Type.NULL, "null");
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw ProviderException.violation("the answer is not valid JSON");
        };
    }

    private static VendorJson readObject(JsonParser parser, VendorJson object, int[] places) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            object.members.put(name, read(parser, parser.nextToken(), object, name, places));
        }
        return object;
    }

    private static VendorJson readArray(JsonParser parser, VendorJson array, int[] places) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.items.add(read(parser, token, array, Integer.toString(array.items.size()), places));
        }
        return array;
    }

    VendorJson root() {
        return parent == null ? this : parent.root();
    }

    Type type() {
        return type;
    }

    Map<String, VendorJson> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Where this stands, as a JSON Pointer (RFC 6901). */
    public String pointer() {
        return parent == null
                ? ""
                : parent.pointer() + '/' + step.replace("~", "~0").replace("/", "~1");
    }

    /** The member of that name; an absent place where there is none or this is no object. */
    public VendorJson get(String name) {
        VendorJson member = members.get(name);
        return member != null ? member : new VendorJson(this, name, Type.ABSENT, "");
    }

    /** The member of that name, which must be an object. */
    public VendorJson object(String name) {
        VendorJson member = get(name);
        if (member.type != Type.OBJECT) {
            throw member.violation("must be an object");
        }
        return member;
    }

    /** The elements; a contract violation where this is no array. */
    public List<VendorJson> items() {
        if (type != Type.ARRAY) {
            throw violation("must be an array");
        }
        return List.copyOf(items);
    }

    public boolean isObject() {
        return type == Type.OBJECT;
    }

    /** True for a JSON null that is really written there. */
    public boolean isNull() {
        return type == Type.NULL;
    }

    /** True where there is nothing to read: not there, or null. */
    public boolean isMissing() {
        return type == Type.ABSENT || type == Type.NULL;
    }

    /**
     * The exact number; empty where missing.
     *
     * @throws ProviderException contract violation, where it is no number, or one of more than 38 digits
     */
    public Optional<BigDecimal> decimal() {
        if (isMissing()) {
            return Optional.empty();
        }
        boolean mayBeNumber = type == Type.NUMBER || type == Type.TEXT;
        if (!mayBeNumber
                || scalar.length() > MAX_NUMBER_LENGTH
                || !NUMBER.matcher(scalar).matches()) {
            throw violation("must be a number");
        }
        BigDecimal number = new BigDecimal(scalar);
        if (number.precision() > MAX_DIGITS
                || number.scale() > MAX_DIGITS
                || number.precision() - number.scale() > MAX_DIGITS) {
            throw violation("has more than " + MAX_DIGITS + " digits");
        }
        return Optional.of(number);
    }

    /** The exact number of things, which is neither negative nor a fraction; empty where missing. */
    public Optional<BigDecimal> count() {
        Optional<BigDecimal> number = decimal();
        number.ifPresent(value -> {
            if (value.signum() < 0) {
                throw violation("must not be negative");
            }
            if (!isWhole(value)) {
                throw violation("must be a whole number");
            }
        });
        return number;
    }

    /** True where nothing but zeros stands after the decimal point. */
    public static boolean isWhole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0;
    }

    /**
     * The text of a string or number; empty where missing.
     *
     * @throws ProviderException contract violation, where it is neither, or has half a character
     */
    public Optional<String> text() {
        if (isMissing()) {
            return Optional.empty();
        }
        if (type != Type.TEXT && type != Type.NUMBER) {
            throw violation("must be text");
        }
        // Half a surrogate pair has no UTF-8 form: what holds one could be neither stored nor shown.
        if (scalar.codePoints().anyMatch(character -> Character.getType(character) == Character.SURROGATE)) {
            throw violation("must be text in whole characters");
        }
        return Optional.of(scalar);
    }

    /** The text of a string or number, for codes that decide nothing but the class of an error; empty for all else. */
    public Optional<String> code() {
        return type == Type.TEXT || type == Type.NUMBER ? Optional.of(scalar) : Optional.empty();
    }

    /** True or false, also where written as {@code "true"}, {@code "1"} or {@code 1}; empty where missing. */
    public Optional<Boolean> flag() {
        if (isMissing()) {
            return Optional.empty();
        }
        return switch (scalar) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> throw violation("must be true or false");
        };
    }

    /** The place of an amount, as it is shown to callers. */
    public VendorField field(String call, String unit) {
        return new VendorField(call, pointer(), isNull() ? null : scalar, unit);
    }

    /** A contract violation at this place. */
    public ProviderException violation(String rule) {
        return ProviderException.violation(pointer() + " " + rule);
    }
}
