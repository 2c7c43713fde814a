package io.quotagate;

import static org.junit.jupiter.api.Named.named;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Named;

/** What can be made of a vendor's documented answer that is no answer any more; none of it may be understood. */
final class HostileBodies {

    private static final String HTML = "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>";
    private static final Pattern NAME = Pattern.compile("\"([A-Za-z]\\w*)\"(?=\\s*:)");

    private HostileBodies() {}

    static Stream<Named<UnaryOperator<byte[]>>> all() {
        return Stream.of(encodings(), structures(), numbers(), sizes()).flatMap(each -> each);
    }

    private static Stream<Named<UnaryOperator<byte[]>>> encodings() {
        Charset utf32 = Charset.forName("UTF-32");
        return Stream.of(
                named("UTF-8 with a byte order mark", json -> joined(bytes(0xef, 0xbb, 0xbf), json)),
                in("UTF-16 with a byte order mark", StandardCharsets.UTF_16),
                in("UTF-16BE", StandardCharsets.UTF_16BE),
                in("UTF-16LE", StandardCharsets.UTF_16LE),
                in("UTF-32", utf32),
                with("a name in ISO-8859-1", joined(text("\"x\":\""), bytes(0xe9), text("\""))),
                with("a name in GBK", joined(text("\"x\":\""), bytes(0xd6, 0xd0, 0xce, 0xc4), text("\""))),
                with("an overlong form", joined(text("\"x\":\""), bytes(0xc0, 0x80), text("\""))),
                with("half a surrogate pair", joined(text("\"x\":\""), bytes(0xed, 0xa0, 0x80), text("\""))),
                with("a character cut off", joined(text("\"x\":\""), bytes(0xe4, 0xb8), text("\""))),
                with("bytes that are no character", joined(text("\"x\":\""), bytes(0xfe, 0xff), text("\""))),
                named("compressed", HostileBodies::gzip));
    }

    private static Stream<Named<UnaryOperator<byte[]>>> structures() {
        return Stream.of(
                text("nothing", json -> ""),
                text("white space", json -> " \r\n\t "),
                text("a page of HTML", json -> HTML),
                text("a page of HTML behind it", json -> json + HTML),
                text("garbage behind it", json -> json + " x"),
                text("a comma behind it", json -> json + ","),
                text("a bracket behind it", json -> json + "}"),
                text("a NUL behind it", json -> json + "\0"),
                text("it twice", json -> json + json),
                text("it twice, in lines", json -> json + "\n" + json),
                text("a call of a function", json -> "callback(" + json + ")"),
                text("a prefix against browsers", json -> ")]}',\n" + json),
                text("a comment", json -> "/* */" + json),
                with("a name without quotes", text("x:0")),
                with("a name in single quotes", text("'x':0")),
                with("a line break in a text", text("\"x\":\"\n\"")),
                with("an unknown escape", text("\"x\":\"\\x41\"")),
                with("a member twice", text("\"x\":0,\"x\":0")),
                with("a member twice, once escaped", text("\"x\":0,\"\\u0078\":0")),
                with("a member twice, deep within", text("\"y\":[{\"z\":{\"x\":0,\"x\":1}}]")));
    }

    private static Stream<Named<UnaryOperator<byte[]>>> numbers() {
        String endless = "7".repeat(400);
        return Stream.of(
                        "NaN",
                        "-NaN",
                        "Infinity",
                        "-Infinity",
                        "+1",
                        "01",
                        "-",
                        ".5",
                        "1.",
                        "1e",
                        "0x10",
                        "1_000",
                        endless,
                        "-" + endless,
                        "0." + endless,
                        "1e" + endless,
                        endless + "e-400")
                .map(number -> with("a number " + abbreviated(number), text("\"x\":" + number)));
    }

    private static Stream<Named<UnaryOperator<byte[]>>> sizes() {
        return Stream.of(
                with("nesting of 33", text("\"x\":" + "[".repeat(32) + "]".repeat(32))),
                with("nesting of 100,000", text("\"x\":" + "[".repeat(100_000))),
                with("nesting of objects", text("\"x\":" + "{\"x\":".repeat(100_000))),
                with("a text of 200,000 characters", text("\"x\":\"" + "a".repeat(200_000) + "\"")),
                with("a text of escapes", text("\"x\":\"" + "\\u0041".repeat(110_000) + "\"")),
                with("a name of 2,000 characters", text("\"" + "x".repeat(2_000) + "\":0")),
                with("a name of 200,000 characters", text("\"" + "x".repeat(200_000) + "\":0")),
                with("30,000 members", text(members(30_000))),
                with("30,000 elements", text("\"x\":[" + "0,".repeat(30_000) + "0]")),
                with("30,000 empty objects", text("\"x\":[" + "{},".repeat(30_000) + "{}]")));
    }

    private static String members(int count) {
        List<String> members = new ArrayList<>();
        for (int member = 0; member < count; member++) {
            members.add("\"x" + member + "\":0");
        }
        return String.join(",", members);
    }

    /** The answer with one of its members there once more, each in turn, and each once more with its name escaped. */
    static List<String> duplicates(String json) {
        List<String> duplicates = new ArrayList<>();
        Matcher member = NAME.matcher(json);
        while (member.find()) {
            String before = json.substring(0, member.start());
            String after = json.substring(member.start());
            String escaped = "\\u%04x%s"
                    .formatted((int) member.group(1).charAt(0), member.group(1).substring(1));
            duplicates.add(before + member.group() + ":0," + after);
            duplicates.add(before + "\"" + escaped + "\":0," + after);
        }
        return duplicates;
    }

    private static Named<UnaryOperator<byte[]>> text(String name, UnaryOperator<String> change) {
        return named(name, json -> text(change.apply(new String(json, StandardCharsets.UTF_8))));
    }

    private static Named<UnaryOperator<byte[]>> in(String name, Charset charset) {
        return named(name, json -> new String(json, StandardCharsets.UTF_8).getBytes(charset));
    }

    /** The answer with one more member in its first object. */
    private static Named<UnaryOperator<byte[]>> with(String name, byte[] member) {
        return named(name, json -> {
            String whole = new String(json, StandardCharsets.UTF_8);
            int within = whole.indexOf('{') + 1;
            return joined(text(whole.substring(0, within)), member, text("," + whole.substring(within)));
        });
    }

    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static String abbreviated(String text) {
        return text.length() < 20 ? text : text.substring(0, 8) + "… of " + text.length() + " characters";
    }
}
