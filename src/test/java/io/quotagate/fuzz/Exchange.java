package io.quotagate.fuzz;

import io.quotagate.provider.Mutations;
import io.quotagate.provider.VendorAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a vendor answered to the calls of one fetch, as bytes that a fuzzer can change and a person can write: each answer
 * may begin with a line such as {@code 503;Retry-After: 5}, its body follows, and {@code --} alone on a line ends it.
 */
public record Exchange(List<Part> parts) {

    private static final String END = "\n--\n";
    private static final Pattern HEAD = Pattern.compile("([1-9]\\d\\d)((?:;[^;:\n]+:[^;\n]*)*)\n");
    private static final int LONGEST_HEAD = 300;
    private static final List<String> HEADS = List.of(
            "200\n",
            "200;X-Request-Id: 4f2a\n",
            "202\n",
            "400\n",
            "401\n",
            "403\n",
            "404;X-Request-Id: <b>vendor</b>\n",
            "429;Retry-After: 120\n",
            "429;Retry-After: Sun, 06 Nov 1994 08:49:37 GMT;Date: Sun, 06 Nov 1994 08:49:07 GMT\n",
            "500;Retry-After: 99999999999\n",
            "503\n");

    /**
     * One answer.
     *
     * @param head first line with its end; empty for a plain 200
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Part(String head, byte[] body) {

        /** As the gateway's HTTP client would have handed it over. */
        public VendorAnswer answer() {
            Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/json"));
            Matcher line = HEAD.matcher(head);
            if (!line.matches()) {
                return new VendorAnswer(200, headers, body);
            }
            for (String header : line.group(2).split(";", -1)) {
                int colon = header.indexOf(':');
                if (colon > 0) {
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
            }
            return new VendorAnswer(Integer.parseInt(line.group(1)), headers, body);
        }
    }

    public static Exchange of(byte[] input) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int end = end(input, from); end >= 0; end = end(input, from)) {
            parts.add(part(Arrays.copyOfRange(input, from, end)));
            from = end + END.length();
        }
        parts.add(part(Arrays.copyOfRange(input, from, input.length)));
        return new Exchange(parts);
    }

    private static int end(byte[] input, int from) {
        for (int at = from; at + END.length() <= input.length; at++) {
            int length = 0;
            while (length < END.length() && input[at + length] == END.charAt(length)) {
                length++;
            }
            if (length == END.length()) {
                return at;
            }
        }
        return -1;
    }

    private static Part part(byte[] bytes) {
        String begin = new String(bytes, 0, Math.min(bytes.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
        Matcher head = HEAD.matcher(begin);
        return head.lookingAt()
                ? new Part(head.group(), Arrays.copyOfRange(bytes, head.end(), bytes.length))
                : new Part("", bytes);
    }

    /** The answer to the call of that number; the last one where there are fewer. */
    public VendorAnswer answer(int call) {
        return parts.get(Math.min(call, parts.size() - 1)).answer();
    }

    /** The input for the same exchange. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Part part : parts) {
            if (bytes.size() > 0) {
                bytes.writeBytes(END.getBytes(StandardCharsets.ISO_8859_1));
            }
            bytes.writeBytes(part.head().getBytes(StandardCharsets.ISO_8859_1));
            bytes.writeBytes(part.body());
        }
        return bytes.toByteArray();
    }

    /** A mutated input: mostly still JSON with another structure or other spellings, seldom other bytes or another status. */
    public static byte[] vary(Random random, byte[] input) {
        int kind = random.nextInt(16);
        if (kind == 0) {
            return Mutations.mutate(random, input);
        }
        Exchange exchange = of(input);
        List<Part> parts = new ArrayList<>(exchange.parts());
        int index = random.nextInt(parts.size());
        Part part = parts.get(index);
        Part varied = switch (kind) {
            case 1 -> new Part(HEADS.get(random.nextInt(HEADS.size())), part.body());
            case 2 -> new Part(part.head(), Mutations.mutate(random, part.body()));
            case 3 ->
                new Part(part.head(), parts.get(random.nextInt(parts.size())).body());
            default -> new Part(part.head(), JsonEdits.edit(random, part.body()));
        };
        parts.set(index, varied);
        return new Exchange(parts).bytes();
    }
}
