package io.quotagate.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Accept-Encoding header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110, 12.5.3</a>
 */
public final class AcceptEncoding {

    private AcceptEncoding() {}

    /** True where gzip is acceptable and nothing else is liked better. */
    public static boolean prefersGzip(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return false;
        }
        int gzip = -1;
        int any = -1;
        int identity = 0;
        for (String part : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] coding = part.split(";");
            int weight = weight(coding);
            switch (coding.length == 0 ? "" : coding[0].strip()) {
                case "gzip", "x-gzip" -> gzip = Math.max(gzip, weight);
                case "*" -> any = weight;
                case "identity" -> identity = weight;
                default -> {
                    // Brotli and others: not offered.
                }
            }
        }
        int best = gzip >= 0 ? gzip : any;
        return best > 0 && best >= identity;
    }

    /**
     * The weight of one element, in thousandths; what cannot be read refuses.
     *
     * @param coding the element and its parameters, in lower case
     */
    static int weight(String[] coding) {
        for (int at = 1; at < coding.length; at++) {
            String parameter = coding[at].strip();
            if (parameter.startsWith("q=")) {
                return thousandths(parameter.substring(2));
            }
        }
        return 1_000;
    }

    private static int thousandths(String text) {
        if (!text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")) {
            return 0;
        }
        String digits = text.contains(".") ? text.substring(text.indexOf('.') + 1) : "";
        return (text.charAt(0) - '0') * 1_000 + Integer.parseInt((digits + "000").substring(0, 3));
    }
}
