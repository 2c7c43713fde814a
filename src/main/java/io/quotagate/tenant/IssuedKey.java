package io.quotagate.tenant;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key as {@code quotagate key} makes it: {@code qg_}, 30 letters and digits drawn at random (178 bits), and the
 * CRC-32 of all that as six more, so that scanners find it in the open and a mistyped one is recognized. Keys of any
 * other form are as good to the gateway, which knows digests only.
 */
public final class IssuedKey {

    private static final String PREFIX = "qg_";
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM = 30;
    private static final int CHECKSUM = 6;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (RANDOM + CHECKSUM) + "}");

    private final String text;

    private IssuedKey(String text) {
        this.text = text;
    }

    /** A new one. */
    public static IssuedKey draw(RandomGenerator chance) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int drawn = 0; drawn < RANDOM; drawn++) {
            text.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return new IssuedKey(text + checksum(text.toString()));
    }

    /** True where the text begins as these keys do; it may be mistyped. */
    public static boolean isMeant(String text) {
        return text.startsWith(PREFIX);
    }

    /** True where the form and the checksum are right; says nothing of whether any tenant knows the key. */
    public static boolean isWhole(String text) {
        int body = PREFIX.length() + RANDOM;
        return FORM.matcher(text).matches() && text.endsWith(checksum(text.substring(0, body)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        long rest = crc.getValue();
        for (int digit = 0; digit < CHECKSUM; digit++) {
            digits.insert(0, ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }

    /** The key itself: to be shown once. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
