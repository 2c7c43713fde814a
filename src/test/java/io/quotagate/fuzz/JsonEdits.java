package io.quotagate.fuzz;

import io.quotagate.fuzz.JsonText.Kind;
import io.quotagate.fuzz.JsonText.Member;
import io.quotagate.fuzz.JsonText.NotJson;
import io.quotagate.fuzz.JsonText.Span;
import io.quotagate.fuzz.JsonText.Value;
import io.quotagate.provider.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Changes JSON by its structure and leaves all that is not touched exactly as it was written. */
final class JsonEdits {

    private static final int LONGEST = 20_000;

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "-0",
            "1",
            "-1",
            "-1.0",
            "-2",
            "7",
            "20",
            "10000",
            "1e3",
            "0.1e1",
            "10e-1",
            "1.5",
            "-5.1803",
            "0.0001",
            "0.00001",
            "-0.5",
            "20.0",
            "1.099511627776E13",
            "1e37",
            "1e38",
            "1e-40",
            "1e400",
            "1E+2",
            "1e-2147483648",
            "1e99999999999",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "12345678901234567890123456789012345678",
            "123456789012345678901234567890123456789",
            "01",
            "1.",
            ".5",
            "+1",
            "NaN",
            "Infinity",
            "\"\"",
            "\" 1\"",
            "\"1 \"",
            "\"12\"",
            "\"-3\"",
            "\"-1\"",
            "\"0\"",
            "\"1e3\"",
            "\"01\"",
            "\"+1\"",
            "\"1.\"",
            "\"0x10\"",
            "\"NaN\"",
            "\"\\u0031\"",
            "\"1\\u0000\"",
            "\"\uff11\uff12\"",
            "\"\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"cn-bj\"",
            "\"cn-bj2\"",
            "\"<b>vendor</b>\"",
            "\"InvalidAccessToken\"",
            "[]",
            "{}",
            "[1]",
            "[[]]",
            "{\"Left\":1}",
            "{\"code\":\"ID.1001\"}");

    private static final List<String> PIECES = List.of(
            "\\u0000",
            "\\ud800",
            "\\udc00",
            "\\ud83d\\ude00",
            "\\n",
            "\\/",
            "\\u202e",
            "\u00e9",
            ":",
            "%",
            "..",
            "\\\"");

    /** A member or an element, by its place in its parent. */
    private record Slot(Value parent, int index) {

        Value value() {
            return parent.kind() == Kind.OBJECT
                    ? parent.members().get(index).value()
                    : parent.items().get(index);
        }

        int siblings() {
            return parent.kind() == Kind.OBJECT
                    ? parent.members().size()
                    : parent.items().size();
        }

        /** With its name, where it has one. */
        Span whole() {
            if (parent.kind() != Kind.OBJECT) {
                return value().span();
            }
            Member member = parent.members().get(index);
            return new Span(member.name().from(), member.value().span().to());
        }
    }

    private JsonEdits() {}

    /** The same JSON after one to three edits; where it is none, the bytes after some. */
    static byte[] edit(Random random, byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            try {
                text = edit(random, text);
            } catch (NotJson broken) {
                break;
            }
        }
        byte[] edited = text.getBytes(StandardCharsets.UTF_8);
        return edited.length > LONGEST || Arrays.equals(edited, json) ? Mutations.mutate(random, json) : edited;
    }

    private static String edit(Random random, String text) {
        List<Slot> slots = new ArrayList<>();
        collect(JsonText.read(text), slots);
        if (slots.isEmpty()) {
            return any(random, VALUES);
        }
        Slot slot = slots.get(random.nextInt(slots.size()));
        Span span = slot.value().span();
        return switch (random.nextInt(14)) {
            case 0, 1 -> with(text, span, any(random, VALUES));
            case 2, 3, 4 -> with(text, span, respelled(random, slot.value(), text));
            case 5 -> removed(text, slot);
            case 6 -> repeated(random, text, slot);
            case 7 ->
                swapped(
                        text,
                        span,
                        slots.get(random.nextInt(slots.size())).value().span());
            case 8 -> with(text, span, retyped(random, span.of(text)));
            case 9 -> renamed(random, text, slot, slots);
            case 10 -> pieced(random, text, slot);
            case 11 ->
                swapped(
                        text,
                        slot.whole(),
                        slots.get(random.nextInt(slots.size())).whole());
            case 12 ->
                with(
                        text,
                        span,
                        slots.get(random.nextInt(slots.size())).value().span().of(text));
            default -> strewn(random, text, span);
        };
    }

    private static void collect(Value value, List<Slot> slots) {
        for (int index = 0; index < value.members().size(); index++) {
            slots.add(new Slot(value, index));
            collect(value.members().get(index).value(), slots);
        }
        for (int index = 0; index < value.items().size(); index++) {
            slots.add(new Slot(value, index));
            collect(value.items().get(index), slots);
        }
    }

    private static String any(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static String with(String text, Span span, String replacement) {
        return text.substring(0, span.from()) + replacement + text.substring(span.to());
    }

    private static String removed(String text, Slot slot) {
        Span span = slot.whole();
        if (slot.index() + 1 < slot.siblings()) {
            return with(
                    text,
                    new Span(
                            span.from(),
                            new Slot(slot.parent(), slot.index() + 1).whole().from()),
                    "");
        }
        int from = slot.index() == 0
                ? span.from()
                : new Slot(slot.parent(), slot.index() - 1).whole().to();
        return with(text, new Span(from, span.to()), "");
    }

    /** Once more beside itself: the very same, or with another value. */
    private static String repeated(Random random, String text, Slot slot) {
        Span span = slot.whole();
        String once = span.of(text);
        String again = random.nextBoolean()
                ? once
                : text.substring(span.from(), slot.value().span().from()) + any(random, VALUES);
        return random.nextBoolean() ? with(text, span, once + "," + again) : with(text, span, again + "," + once);
    }

    /** Changes places; where one lies in the other, the inner takes the place of the outer. */
    private static String swapped(String text, Span one, Span other) {
        Span first = one.from() <= other.from() ? one : other;
        Span second = one.from() <= other.from() ? other : one;
        if (second.from() < first.to()) {
            return with(text, first, second.of(text));
        }
        return text.substring(0, first.from())
                + second.of(text)
                + text.substring(first.to(), second.from())
                + first.of(text)
                + text.substring(second.to());
    }

    private static String retyped(Random random, String value) {
        boolean quoted = value.startsWith("\"") && value.length() > 2;
        return switch (random.nextInt(4)) {
            case 0 -> "[" + value + "]";
            case 1 -> "{\"value\":" + value + "}";
            case 2 -> "[".repeat(40) + value + "]".repeat(40);
            default -> quoted ? value.substring(1, value.length() - 1) : '"' + value.replace("\"", "\\\"") + '"';
        };
    }

    private static String renamed(Random random, String text, Slot slot, List<Slot> slots) {
        if (slot.parent().kind() != Kind.OBJECT) {
            return with(text, slot.value().span(), any(random, VALUES));
        }
        Span name = slot.parent().members().get(slot.index()).name();
        String old = name.of(text);
        Slot other = slots.get(random.nextInt(slots.size()));
        return with(
                text,
                name,
                switch (random.nextInt(5)) {
                    case 0 -> old.length() < 3 ? "\"\"" : escapedFirst(old);
                    case 1 -> old.toLowerCase(Locale.ROOT);
                    case 2 -> '"' + any(random, PIECES) + old.substring(1);
                    case 3 -> "\"code\"";
                    default ->
                        other.parent().kind() == Kind.OBJECT
                                ? other.parent()
                                        .members()
                                        .get(other.index())
                                        .name()
                                        .of(text)
                                : "\"error\"";
                });
    }

    /** The same name, written otherwise. */
    private static String escapedFirst(String quoted) {
        char first = quoted.charAt(1);
        return first == '\\' ? quoted : "\"" + String.format("\\u%04x", (int) first) + quoted.substring(2);
    }

    private static String pieced(Random random, String text, Slot slot) {
        Span span = slot.value().span();
        String piece = any(random, PIECES);
        return slot.value().kind() == Kind.STRING
                ? text.substring(0, span.from() + 1) + piece + text.substring(span.from() + 1)
                : with(text, span, '"' + piece + '"');
    }

    /** Something that does not belong there, or that nobody minds. */
    private static String strewn(Random random, String text, Span span) {
        String thing = any(random, List.of(" ", "\n", "\t", "\r", "\u00a0", "\ufeff", "//", ",", "}", "]", "\0", "#"));
        int at = random.nextInt(4) == 0 ? 0 : random.nextBoolean() ? span.from() : span.to();
        return text.substring(0, at) + thing + text.substring(at);
    }

    /** The number of another size or spelling, as a number or as text. */
    private static String respelled(Random random, Value value, String text) {
        boolean textual = value.kind() == Kind.STRING;
        if ((!textual && value.kind() != Kind.NUMBER) || value.text().isEmpty()) {
            return any(random, VALUES);
        }
        String quote = textual ? "\"" : "";
        String number = textual
                ? value.span()
                        .of(text)
                        .substring(1, value.span().to() - value.span().from() - 1)
                : value.text();
        return quote + respelled(random, number) + quote;
    }

    private static String respelled(Random random, String number) {
        String point = number.contains(".") ? "" : ".";
        return switch (random.nextInt(14)) {
            case 0 -> number + "e0";
            case 1 -> number + point + "0";
            case 2 -> number + "0";
            case 3 -> number + "000e-3";
            case 4 -> "-" + number;
            case 5 -> "0" + number;
            case 6 -> number + "0".repeat(random.nextInt(45));
            case 7 -> number + "E+" + random.nextInt(45);
            case 8 -> number + "e-" + random.nextInt(45);
            case 9 -> number.length() < 2 ? number + "e1" : number.charAt(0) + "." + number.substring(1) + "e2";
            case 10 -> number + point + "5";
            case 11 -> number + (1 + random.nextInt(9));
            case 12 -> "0." + "0".repeat(random.nextInt(40)) + number;
            default -> Long.toString(random.nextLong() >>> random.nextInt(63));
        };
    }
}
