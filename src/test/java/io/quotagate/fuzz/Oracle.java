package io.quotagate.fuzz;

import io.quotagate.fuzz.JsonText.Kind;
import io.quotagate.fuzz.JsonText.NotJson;
import io.quotagate.fuzz.JsonText.Value;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Thresholds;
import io.quotagate.quota.VendorField;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Holds what a normalizer shows against what stands in the answer, by a parser of its own and by what the contract says of
 * each field. Knows nothing of how the normalizer came to its numbers.
 */
public final class Oracle {

    /** More digits than this are a contract violation, so they never come so far. */
    private static final int MOST_DIGITS = 38;

    private static final int LONGEST_SHOWN = 100;

    /** What a field may say beside a number of at least 0. */
    public enum Says {
        WHOLE,
        /** Also less than nothing. */
        WHOLE_SIGNED,
        /** Also fractions. */
        ANY,
        /** Null is no limit; less than nothing is not legal. */
        WHOLE_OR_NULL_UNLIMITED,
        /** Null is no limit. */
        WHOLE_SIGNED_OR_NULL_UNLIMITED,
        /** Minus one is no limit. */
        WHOLE_OR_MINUS_ONE_UNLIMITED,
        /** Zero is that there is no such limit. */
        WHOLE_OR_ZERO_NONE
    }

    /**
     * A field of the vendor's, as the contract reads it.
     *
     * @param factor how many of the amount's unit make one of the vendor's
     */
    public record Field(String call, String pointer, String unit, BigDecimal factor, Says says) {}

    private Oracle() {}

    /** Fails unless the amount is what the field of the answer says. */
    public static void holds(Value answer, Field field, Amount amount) {
        Optional<Value> written = answer.at(field.pointer());
        if (written.isEmpty()) {
            is(amount.state() == Amount.State.UNKNOWN, () -> amount + " where nothing stands at " + field);
            return;
        }
        Value value = written.get();
        if (value.kind() == Kind.NULL) {
            boolean unlimited =
                    field.says() == Says.WHOLE_OR_NULL_UNLIMITED || field.says() == Says.WHOLE_SIGNED_OR_NULL_UNLIMITED;
            is(
                    unlimited ? isUnlimited(amount, field, null) : amount.state() == Amount.State.UNKNOWN,
                    () -> amount + " where null stands at " + field);
            return;
        }
        holds(number(value, field), value.text(), field, amount);
    }

    private static void holds(BigDecimal written, String text, Field field, Amount amount) {
        if (field.says() == Says.WHOLE_OR_MINUS_ONE_UNLIMITED && written.compareTo(BigDecimal.ONE.negate()) == 0) {
            is(isUnlimited(amount, field, text), () -> amount + " where no limit stands at " + field);
            return;
        }
        if (field.says() == Says.WHOLE_OR_ZERO_NONE && written.signum() == 0) {
            is(amount.equals(Amount.notApplicable()), () -> amount + " where no such limit stands at " + field);
            return;
        }
        BigDecimal expected = written.multiply(field.factor());
        is(isLegal(expected, field.says()), () -> text + " was taken at " + field);
        BigDecimal shown = amount.value();
        is(
                shown != null && shown.compareTo(expected) == 0 && isReported(amount, field, text),
                () -> amount + " where " + text + " stands at " + field);
    }

    private static BigDecimal number(Value value, Field field) {
        boolean scalar = value.kind() == Kind.NUMBER || value.kind() == Kind.STRING;
        is(scalar && isNumber(value.text()), () -> value.kind() + " was taken as a number at " + field);
        BigDecimal number = new BigDecimal(value.text());
        is(
                number.precision() <= MOST_DIGITS
                        && Math.abs((long) number.scale()) <= MOST_DIGITS
                        && number.precision() - (long) number.scale() <= MOST_DIGITS,
                () -> "a number of too many digits was taken at " + field);
        return number;
    }

    /** By the grammar of JSON's own numbers. */
    public static boolean isNumber(String text) {
        try {
            Value value = JsonText.read(text);
            return value.kind() == Kind.NUMBER && value.text().equals(text);
        } catch (NotJson other) {
            return false;
        }
    }

    private static boolean isLegal(BigDecimal number, Says says) {
        boolean whole = number.remainder(BigDecimal.ONE).signum() == 0;
        return switch (says) {
            case ANY -> true;
            case WHOLE_SIGNED, WHOLE_SIGNED_OR_NULL_UNLIMITED -> whole;
            case WHOLE, WHOLE_OR_NULL_UNLIMITED, WHOLE_OR_MINUS_ONE_UNLIMITED, WHOLE_OR_ZERO_NONE ->
                whole && number.signum() >= 0;
        };
    }

    private static boolean isUnlimited(Amount amount, Field field, String text) {
        return amount.state() == Amount.State.UNLIMITED && isReported(amount, field, text);
    }

    private static boolean isReported(Amount amount, Field field, String text) {
        return amount.origin() == Amount.Origin.REPORTED
                && new VendorField(field.call(), field.pointer(), text, field.unit()).equals(amount.vendor());
    }

    /** Fails unless the quota's remainder is its limit minus its use, and as unknown or unlimited as they are. */
    public static void computes(Quota quota) {
        Amount remaining = quota.remaining();
        BigDecimal limit = quota.limit().value();
        BigDecimal used = quota.used().value();
        if (quota.limit().state() == Amount.State.UNLIMITED) {
            is(remaining.state() == Amount.State.UNLIMITED, () -> "limited remainder of " + quota);
        } else if (limit == null || used == null) {
            is(remaining.equals(Amount.unknown()), () -> "remainder from nothing: " + quota);
        } else {
            BigDecimal shown = remaining.value();
            is(
                    shown != null
                            && shown.add(used).compareTo(limit) == 0
                            && remaining.origin() == Amount.Origin.COMPUTED
                            && remaining.vendor() == null,
                    () -> "wrong remainder: " + quota);
        }
    }

    /** Fails unless every quota can be shown, under an id of its own. */
    public static void shows(List<Quota> quotas) {
        Set<String> ids = new HashSet<>();
        for (Quota quota : quotas) {
            is(ids.add(quota.id("main")), () -> "two quotas " + quota.id("main"));
            is(isWritable(quota.metric().name()), () -> "unwritable: " + quota);
            var unused = quota.status(Thresholds.DEFAULT);
            for (Amount amount : List.of(quota.limit(), quota.used(), quota.remaining())) {
                String text = amount.text();
                is(text == null || (text.length() <= LONGEST_SHOWN && isNumber(text)), () -> "unreadable: " + amount);
                is(text == null || new BigDecimal(text).compareTo(amount.value()) == 0, () -> "not shown: " + amount);
            }
            quota.utilization()
                    .ifPresent(ratio -> is(ratio.toString().length() <= LONGEST_SHOWN, () -> "unreadable: " + quota));
        }
    }

    /** True where the text has a form in UTF-8, as halves of surrogate pairs have none. */
    public static boolean isWritable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Fails with what was found. */
    public static void is(boolean right, Supplier<String> finding) {
        if (!right) {
            throw new AssertionError(finding.get());
        }
    }
}
