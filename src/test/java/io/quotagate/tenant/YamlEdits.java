package io.quotagate.tenant;

import io.quotagate.provider.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;

/** Changes YAML as people and editors do: by lines, indentation, values and single characters. */
final class YamlEdits {

    private static final int LONGEST = 20_000;

    private static final List<String> VALUES = List.of(
            "null",
            "~",
            "true",
            "false",
            "yes",
            "0",
            "-1",
            "1",
            "0.5",
            "0.8",
            ".95",
            "1e-1",
            "1e-400",
            "1e-2147483647",
            "1e99999999999",
            "0x1F",
            ".inf",
            ".nan",
            "''",
            "\"\"",
            "[]",
            "{}",
            "[a, b]",
            "{ a: b }",
            "PT0S",
            "PT2M",
            "PT-1S",
            "PT9223372036854775807S",
            "P3650D",
            "P3651D",
            "2027-01-01T00:00:00Z",
            "2027-01-01",
            "+1000000000-12-31T23:59:59Z",
            "5/PT1S",
            "0/PT1S",
            "999999999/P1D",
            "1/",
            "/PT1S",
            "acme",
            "sandbox",
            "Acme",
            "drive",
            "a b",
            "koodrive",
            "zstack",
            "tencent-smh",
            "ucloud-ufile",
            "https://a",
            "http://a:0/",
            "https://a:65535",
            "https://a:65536",
            "https://a:b",
            "https://[::1]:8443/x",
            "https://a/?q=1",
            "https://u@a",
            "https:///a",
            "https://\u00e9.example",
            "ftp://a",
            "on_demand",
            "always",
            "quota:read",
            "[quota:read]",
            "[quota:refresh, quota:refresh]",
            "KiBy",
            "GiBy",
            "Bearer+",
            "PT5S",
            "Asia/Shanghai",
            "GMT+25",
            "${HOME}",
            "${NO_SUCH_VARIABLE}",
            "${file:/no/such/file}",
            "${file:}",
            "${file:.}",
            "${config:no.such.property}",
            "${config:}",
            "${",
            "${a b}",
            "*a",
            "&a b",
            "!!int 5",
            "!!binary YQ==",
            "!t x",
            "!s!x y",
            "|",
            ">-",
            "'it''s'",
            "\"\\u0041\\n\"",
            "\"\\0\"",
            "\"${file:/no\\tsuch\\0file}\"",
            "\"\\ud800\"",
            "\"a\\r\\nb\"",
            "\u202eabc",
            "@a",
            "%a",
            "`a`",
            "a: b",
            "- a",
            "\"S3CR3T\"",
            "*S3CR3T",
            "!S3CR3T!x");

    private static final List<String> LINES = List.of(
            "---",
            "...",
            "- id: x",
            "<<: *a",
            "? a",
            ": b",
            "#",
            "\t",
            "%YAML 1.1",
            "%YAML 99999999999.1",
            "%TAG ! x",
            "{",
            "]",
            "tenants:",
            "      colour: red",
            "    keys: &a []",
            "    labels: { a: *a }",
            "  - {}",
            "  - x",
            "        settings: { a }",
            "        credentials: { S3CR3T }",
            "        credentials: { a:S3CR3T }",
            "        tls: x",
            "        proxy: y",
            "\u0085",
            "\u2028",
            "\ufeff");

    private static final List<String> PIECES = List.of(
            ":",
            " ",
            "\"",
            "'",
            ",",
            "{",
            "}",
            "[",
            "]",
            "-",
            "#",
            "&",
            "*",
            "!",
            "|",
            ">",
            "\n",
            "\r",
            "\t",
            "\\",
            "\0",
            "\u0085",
            "\ufeff",
            "\ud83d\ude00",
            "%",
            "$",
            "~",
            "S3CR3T");

    private YamlEdits() {}

    /** The file after one to three edits. */
    static byte[] edit(Random random, byte[] file) {
        if (random.nextInt(12) == 0) {
            return Mutations.mutate(random, file);
        }
        String text = new String(file, StandardCharsets.UTF_8);
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            text = random.nextInt(4) == 0 ? characters(random, text) : lines(random, text);
        }
        byte[] edited = text.getBytes(StandardCharsets.UTF_8);
        return edited.length > LONGEST ? Mutations.mutate(random, file) : edited;
    }

    private static String any(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static String characters(Random random, String text) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(3));
        return text.substring(0, at) + (random.nextBoolean() ? any(random, PIECES) : "") + text.substring(to);
    }

    private static String lines(Random random, String text) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(12)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(other, line);
            case 2 -> lines.set(at, lines.set(other, line));
            case 3 -> lines.set(at, "  " + line);
            case 4 -> lines.set(at, line.replaceFirst("^  ", ""));
            case 5 -> lines.add(at, any(random, LINES));
            case 6 -> lines.addAll(other, List.copyOf(lines.subList(Math.min(at, other), Math.max(at, other))));
            case 7 ->
                lines.set(
                        at,
                        line.replaceFirst(": .*", ": " + quoted(lines.get(other).replaceFirst("^[^:]*: ", ""))));
            case 8 -> lines.set(at, line.replaceFirst("([{,] *)[A-Za-z0-9]+: ", "$1"));
            default -> lines.set(at, valued(random, line));
        }
        return String.join("\n", lines);
    }

    /** Another value behind one of the line's colons. */
    private static String valued(Random random, String line) {
        List<Integer> colons = new ArrayList<>();
        for (int at = line.indexOf(": "); at >= 0; at = line.indexOf(": ", at + 1)) {
            colons.add(at + 2);
        }
        if (colons.isEmpty()) {
            return line + any(random, VALUES);
        }
        int from = colons.get(random.nextInt(colons.size()));
        int to = from;
        while (to < line.length() && (",}".indexOf(line.charAt(to)) < 0 || to == from)) {
            to++;
        }
        return line.substring(0, from) + any(random, VALUES) + line.substring(to);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }
}
