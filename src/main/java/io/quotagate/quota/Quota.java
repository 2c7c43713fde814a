package io.quotagate.quota;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One limited thing, normalized: what is limited, where, and how much. All amounts are in the quota's unit.
 *
 * @param warnings in the order of {@link Warning}
 */
public record Quota(
        Metric metric,
        Kind kind,
        Unit unit,
        Scope scope,
        Amount limit,
        Amount used,
        Amount remaining,
        Set<Warning> warnings) {

    public Quota {
        EnumSet<Warning> copy = EnumSet.noneOf(Warning.class);
        copy.addAll(warnings);
        warnings = Collections.unmodifiableSet(copy);
    }

    /** What is held, against a limit; the remainder is computed. */
    public static Quota allocation(Metric metric, Unit unit, Scope scope, Amount limit, Amount used) {
        return new Quota(metric, Kind.ALLOCATION, unit, scope, limit, used, Amount.remainder(limit, used), Set.of());
    }

    /** A prepaid remainder whose limit and use the vendor does not say. */
    public static Quota balance(Metric metric, Unit unit, Scope scope, Amount remaining) {
        return new Quota(metric, Kind.BALANCE, unit, scope, Amount.unknown(), Amount.unknown(), remaining, Set.of());
    }

    /** A limit that nothing is counted against. */
    public static Quota setting(Metric metric, Unit unit, Scope scope, Amount limit) {
        return new Quota(
                metric, Kind.SETTING, unit, scope, limit, Amount.notApplicable(), Amount.notApplicable(), Set.of());
    }

    /** The same quota with one more thing to know. */
    public Quota with(Warning... more) {
        EnumSet<Warning> all = EnumSet.noneOf(Warning.class);
        all.addAll(warnings);
        all.addAll(Arrays.asList(more));
        return new Quota(metric, kind, unit, scope, limit, used, remaining, all);
    }

    /** True for a pool to which nothing was given and which holds nothing: nobody has set it up. */
    public boolean isEmptyPart() {
        return scope.level().isPart() && limit.isZero() && used.isZero();
    }

    /** Used ÷ limit; empty unless both are known and the limit is above 0. */
    public Optional<Ratio> utilization() {
        return ratio(used.value());
    }

    /** 1 − remaining ÷ limit, where the vendor itself said what remains. */
    Optional<Ratio> reportedUtilization() {
        BigDecimal left = remaining.value();
        if (left == null || limit.value() == null || remaining.origin() != Amount.Origin.REPORTED) {
            return Optional.empty();
        }
        return ratio(limit.value().subtract(left));
    }

    private Optional<Ratio> ratio(@Nullable BigDecimal part) {
        BigDecimal whole = limit.value();
        return part == null || whole == null || whole.signum() <= 0
                ? Optional.empty()
                : Optional.of(new Ratio(part, whole));
    }

    public QuotaStatus status(Thresholds thresholds) {
        return QuotaStatus.of(this, thresholds);
    }

    /**
     * The id by which callers know this quota: {@code connection:metric:level}, and {@code :scopeId} where there is one.
     * Characters of a part outside {@code [A-Za-z0-9._-]} are percent-encoded.
     */
    public String id(String connection) {
        String level = scope.level().name().toLowerCase(Locale.ROOT);
        String id = encode(connection) + ':' + encode(metric.name()) + ':' + level;
        return scope.id() == null ? id : id + ':' + encode(scope.id());
    }

    private static String encode(String part) {
        StringBuilder encoded = new StringBuilder(part.length());
        for (byte unit : part.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (unit >= 'A' && unit <= 'Z')
                    || (unit >= 'a' && unit <= 'z')
                    || (unit >= '0' && unit <= '9')
                    || unit == '.'
                    || unit == '_'
                    || unit == '-';
            if (plain) {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(String.format("%02X", unit));
            }
        }
        return encoded.toString();
    }
}
