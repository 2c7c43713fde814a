package io.quotagate.portal;

import io.quotagate.quota.Ratio;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

/** Amounts as people read them: short, and said to be rounded where they are. */
final class HumanAmount {

    private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB");
    private static final BigDecimal STEP = BigDecimal.valueOf(1024);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal TEN = BigDecimal.TEN;
    private static final BigDecimal TENTH = new BigDecimal("0.1");
    /** Keeps what is short on one line. */
    private static final char TOGETHER = '\u00a0';

    private static final String ABOUT = "≈" + TOGETHER;
    private static final String LESS = "<" + TOGETHER;
    private static final String MORE = ">" + TOGETHER;

    private HumanAmount() {}

    /** Three digits that count, or all where they are few; with ≈ in front where it was rounded. */
    static String of(BigDecimal value, Unit unit) {
        String text = unit == Unit.BYTE ? bytes(value.abs()) : counted(value.abs(), unit);
        return value.signum() < 0 ? negative(text) : text;
    }

    /** True where the short text has all digits, and no other unit. */
    static boolean isSame(String text, String exact) {
        return text.replace(TOGETHER, ' ').equals(exact.replace(TOGETHER, ' '));
    }

    /** All digits, with the unit in words. */
    static String exact(BigDecimal value, Unit unit) {
        return grouped(value, Math.max(0, value.scale())) + name(value, unit);
    }

    private static String negative(String text) {
        if (text.startsWith(LESS)) {
            return MORE + "−" + text.substring(LESS.length());
        }
        return text.startsWith(ABOUT) ? ABOUT + "−" + text.substring(ABOUT.length()) : "−" + text;
    }

    private static String bytes(BigDecimal value) {
        BigDecimal size = BigDecimal.ONE;
        int step = 0;
        while (step < BYTES.size() - 1 && rounded(value, size).compareTo(STEP) >= 0) {
            size = size.multiply(STEP);
            step++;
        }
        return text(value, rounded(value, size), size) + TOGETHER + BYTES.get(step);
    }

    private static BigDecimal rounded(BigDecimal value, BigDecimal size) {
        BigDecimal whole = value.divide(size, 0, RoundingMode.DOWN);
        int digits = whole.compareTo(TEN) < 0 ? 2 : whole.compareTo(HUNDRED) < 0 ? 1 : 0;
        return value.divide(size, digits, RoundingMode.HALF_UP);
    }

    private static String text(BigDecimal value, BigDecimal rounded, BigDecimal size) {
        if (rounded.signum() == 0 && value.signum() != 0) {
            return LESS + "0.01";
        }
        boolean exact = rounded.multiply(size).compareTo(value) == 0;
        return (exact ? "" : ABOUT) + grouped(rounded, Math.max(0, rounded.scale()));
    }

    private static String counted(BigDecimal value, Unit unit) {
        BigDecimal shown = value.setScale(
                Math.min(2, Math.max(0, value.stripTrailingZeros().scale())), RoundingMode.HALF_UP);
        return text(value, shown, BigDecimal.ONE) + name(value, unit);
    }

    private static String grouped(BigDecimal value, int digits) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(digits);
        return format.format(value).replace('-', '−');
    }

    private static String name(BigDecimal value, Unit unit) {
        boolean one = value.compareTo(BigDecimal.ONE) == 0;
        String name = switch (unit) {
            case BYTE -> one ? "byte" : "bytes";
            case GIGABYTE -> "GB";
            case GIGABYTE_DAY -> "GB·days";
            case USER -> one ? "user" : "users";
            case REQUEST -> one ? "request" : "requests";
            case VM -> one ? "VM" : "VMs";
            case VCPU -> one ? "vCPU" : "vCPUs";
            case GPU -> one ? "GPU" : "GPUs";
            case VOLUME -> one ? "volume" : "volumes";
            case IMAGE -> one ? "image" : "images";
            case SNAPSHOT -> one ? "snapshot" : "snapshots";
            case ONE -> "";
        };
        return name.isEmpty() ? "" : " " + name;
    }

    /** One digit after the point, never more than there is: so it does not reach a threshold before the status does. */
    static String percent(Ratio ratio) {
        BigDecimal exact = ratio.part().multiply(HUNDRED);
        BigDecimal shown = exact.divide(ratio.whole(), 1, RoundingMode.FLOOR);
        if (exact.signum() > 0 && shown.signum() == 0) {
            return LESS + TENTH + TOGETHER + "%";
        }
        boolean isBeyond = shown.compareTo(HUNDRED) == 0 && exact.compareTo(HUNDRED.multiply(ratio.whole())) > 0;
        return (isBeyond ? MORE : "") + grouped(shown, 1) + TOGETHER + "%";
    }
}
