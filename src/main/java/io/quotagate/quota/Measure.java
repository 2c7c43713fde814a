package io.quotagate.quota;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A unit in which amounts may be asked for: one of {@link Unit}, or bytes and byte-days with another prefix. What converts
 * converts exactly; nothing is ever rounded.
 *
 * @param code UCUM code, e.g. {@code GiBy}
 * @param base code of the unit that it is a multiple of; two measures with the same base convert
 * @param factor how many of the base it is
 * @see <a href="https://ucum.org/ucum#section-Prefixes">UCUM, prefixes</a>
 */
public record Measure(String code, String base, BigDecimal factor) {

    private static final List<String> SIZES = List.of(Unit.BYTE.code(), Unit.BYTE.code() + ".d");
    private static final List<String> DECIMAL_PREFIXES = List.of("", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY_PREFIXES = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");

    private static final Map<String, Measure> ALL = all();

    private static Map<String, Measure> all() {
        Map<String, Measure> all = new LinkedHashMap<>();
        for (String size : SIZES) {
            for (int step = 0; step < DECIMAL_PREFIXES.size(); step++) {
                String code = DECIMAL_PREFIXES.get(step) + size;
                all.put(code, new Measure(code, size, BigDecimal.TEN.pow(3 * step)));
            }
            for (int step = 0; step < BINARY_PREFIXES.size(); step++) {
                String code = BINARY_PREFIXES.get(step) + size;
                all.put(code, new Measure(code, size, new BigDecimal(BigInteger.TWO.pow(10 * (step + 1)))));
            }
        }
        for (Unit unit : Unit.values()) {
            all.putIfAbsent(unit.code(), new Measure(unit.code(), unit.code(), BigDecimal.ONE));
        }
        return Collections.unmodifiableMap(all);
    }

    /** Empty where the code is none that may be asked in. */
    public static Optional<Measure> find(String code) {
        return Optional.ofNullable(ALL.get(code));
    }

    public static Measure of(Unit unit) {
        return Objects.requireNonNull(ALL.get(unit.code()));
    }

    /** The codes of all. */
    public static List<String> codes() {
        return List.copyOf(ALL.keySet());
    }

    /** The codes of those that convert to the unit. */
    public static List<String> codesFor(Unit unit) {
        return ALL.values().stream()
                .filter(measure -> measure.convertsTo(unit))
                .map(Measure::code)
                .toList();
    }

    public boolean convertsTo(Unit unit) {
        return base.equals(of(unit).base);
    }

    /** So many of the base. */
    public BigDecimal inBase(BigDecimal amount) {
        return amount.multiply(factor);
    }
}
