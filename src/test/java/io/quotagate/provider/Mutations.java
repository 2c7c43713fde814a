package io.quotagate.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Vendors' answers damaged at random: by the byte, by the slice, and by the JSON token. */
public final class Mutations {

    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|-?\\d[\\d.eE+-]*|true|false|null");

    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"x\"",
            "0",
            "-0",
            "-1",
            "-1.0",
            "-2",
            "1",
            "\"7\"",
            "\" 7\"",
            "0.5",
            "20.0",
            "1e2",
            "1e-2",
            "1.099511627776E13",
            "9007199254740993",
            "9223372036854775808",
            "1e37",
            "1e38",
            "1e400",
            "1e-400",
            "12345678901234567890123456789012345678",
            "123456789012345678901234567890123456789",
            "NaN",
            "\"NaN\"",
            "\"\\ud800\"",
            "\"\\u0000\"");

    private Mutations() {}

    /** The bytes after one to three damages; the given array stays as it is. */
    public static byte[] mutate(Random random, byte[] bytes) {
        byte[] mutated = bytes.clone();
        for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
            mutated = mutateOnce(random, mutated);
        }
        return mutated;
    }

    private static byte[] mutateOnce(Random random, byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(20));
        return switch (random.nextInt(8)) {
            case 0 -> flipBit(random, bytes, from);
            case 1 -> Arrays.copyOf(bytes, from);
            case 2 -> splice(bytes, from, new byte[0], to);
            case 3 -> splice(bytes, from, new byte[] {(byte) random.nextInt()}, from);
            case 4 -> splice(bytes, to, Arrays.copyOfRange(bytes, from, to), to);
            default -> replaceToken(random, bytes);
        };
    }

    private static byte[] flipBit(Random random, byte[] bytes, int index) {
        byte[] flipped = bytes.clone();
        flipped[index] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    /** Latin-1 there and back keeps every byte, also where the text is no longer UTF-8. */
    private static byte[] replaceToken(Random random, byte[] bytes) {
        List<MatchResult> tokens = TOKEN.matcher(new String(bytes, StandardCharsets.ISO_8859_1))
                .results()
                .toList();
        if (tokens.isEmpty()) {
            return bytes;
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        byte[] other = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.ISO_8859_1);
        return splice(bytes, token.start(), other, token.end());
    }

    /** What stands before {@code from}, the middle, and what stands from {@code to} on. */
    private static byte[] splice(byte[] bytes, int from, byte[] middle, int to) {
        ByteArrayOutputStream spliced = new ByteArrayOutputStream();
        spliced.write(bytes, 0, from);
        spliced.writeBytes(middle);
        spliced.write(bytes, to, bytes.length - to);
        return spliced.toByteArray();
    }
}
