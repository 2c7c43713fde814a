package io.quotagate.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second reading of JSON (RFC 8259), written for tests alone: strict, no duplicate names, and every value knows where it
 * begins and ends, so that texts can be changed without being written anew.
 */
public final class JsonText {

    private static final int DEEPEST = 500;

    private final String text;
    private int at;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /** What a value is. */
    public enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        FLAG,
        NULL
    }

    /** Characters from here to before there. */
    public record Span(int from, int to) {

        public String of(String text) {
            return text.substring(from, to);
        }
    }

    /** A member as it stands in the text. */
    public record Member(Span name, Value value) {}

    /**
     * A value.
     *
     * @param text what a string says, or how a number, a flag or null is written; empty for others
     * @param members in their order; empty unless an object
     * @param items empty unless an array
     */
    public record Value(
            Kind kind, Span span, String text, Map<String, Value> named, List<Member> members, List<Value> items) {

        /** By JSON Pointer (RFC 6901); empty where nothing stands. */
        public Optional<Value> at(String pointer) {
            Optional<Value> found = Optional.of(this);
            String[] steps = pointer.split("/", -1);
            for (int index = 1; index < steps.length; index++) {
                String step = steps[index].replace("~1", "/").replace("~0", "~");
                found = found.flatMap(value -> value.child(step));
            }
            return found;
        }

        private Optional<Value> child(String step) {
            if (kind == Kind.ARRAY && step.matches("0|[1-9]\\d{0,5}") && Integer.parseInt(step) < items.size()) {
                return Optional.of(items.get(Integer.parseInt(step)));
            }
            return Optional.ofNullable(named.get(step));
        }
    }

    /** The bytes are no JSON text. */
    public static final class NotJson extends RuntimeException {

        NotJson(String why, int at) {
            super(why + " at " + at, null, false, false);
        }
    }

    /** Reads bytes; fails with {@link NotJson} where they are anything but one JSON text in UTF-8. */
    public static Value read(byte[] bytes) {
        return read(characters(bytes));
    }

    static Value read(String characters) {
        JsonText json = new JsonText(characters);
        json.skip();
        Value value = json.value();
        json.skip();
        if (json.at < characters.length()) {
            throw json.no("more than one value");
        }
        return value;
    }

    private static String characters(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new NotJson("not UTF-8", 0);
        }
    }

    private NotJson no(String why) {
        return new NotJson(why, at);
    }

    private char peek() {
        if (at >= text.length()) {
            throw no("ends too early");
        }
        return text.charAt(at);
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char wanted) {
        skip();
        if (peek() != wanted) {
            throw no("not " + wanted);
        }
        at++;
    }

    private Value value() {
        if (++depth > DEEPEST) {
            throw no("too deep");
        }
        Value value = switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Kind.FLAG);
            case 'f' -> word("false", Kind.FLAG);
            case 'n' -> word("null", Kind.NULL);
            default -> number();
        };
        depth--;
        return value;
    }

    private Value scalar(Kind kind, int from, String says) {
        return new Value(kind, new Span(from, at), says, Map.of(), List.of(), List.of());
    }

    private Value word(String word, Kind kind) {
        int from = at;
        if (!text.startsWith(word, at)) {
            throw no("no such word");
        }
        at += word.length();
        return scalar(kind, from, word);
    }

    private Value object() {
        int from = at++;
        Map<String, Value> named = new HashMap<>();
        List<Member> members = new ArrayList<>();
        skip();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
                skip();
            }
            if (peek() != '"') {
                throw no("no name");
            }
            Value name = string();
            expect(':');
            skip();
            Value value = value();
            if (named.put(name.text(), value) != null) {
                throw no("a name twice");
            }
            members.add(new Member(name.span(), value));
            skip();
        }
        at++;
        return new Value(Kind.OBJECT, new Span(from, at), "", named, members, List.of());
    }

    private Value array() {
        int from = at++;
        List<Value> items = new ArrayList<>();
        skip();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                expect(',');
                skip();
            }
            items.add(value());
            skip();
        }
        at++;
        return new Value(Kind.ARRAY, new Span(from, at), "", Map.of(), List.of(), items);
    }

    private Value string() {
        int from = at++;
        StringBuilder says = new StringBuilder();
        while (peek() != '"') {
            char next = text.charAt(at++);
            if (next < ' ') {
                throw no("a control character");
            }
            says.append(next == '\\' ? escaped() : next);
        }
        at++;
        return scalar(Kind.STRING, from, says.toString());
    }

    private char escaped() {
        char code = peek();
        at++;
        int plain = "\"\\/bfnrt".indexOf(code);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (code != 'u' || at + 4 > text.length()) {
            throw no("no such escape");
        }
        int unit = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw no("no hexadecimal digit");
            }
            unit = unit * 16 + digit;
        }
        return (char) unit;
    }

    private Value number() {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        return scalar(Kind.NUMBER, from, text.substring(from, at));
    }

    private void digits() {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (from == at) {
            throw no("no digit");
        }
    }
}
