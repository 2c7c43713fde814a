package io.quotagate.aggregation;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Numbers of an account that go up and down as those of accounts do: a few percent at a time, or one. */
public final class Life {

    private static final BigDecimal RAISE = new BigDecimal("1.2");

    /** When a number moves. */
    public enum Pace {
        ALWAYS,
        OFTEN,
        IN_OFFICE_HOURS,
        SELDOM,
        NEVER,
        /** Raised by a fifth now and then. */
        LIMIT;

        private static final List<Pace> ANY = List.of(ALWAYS, OFTEN, IN_OFFICE_HOURS, SELDOM, NEVER);

        private double chance(ZonedDateTime now) {
            boolean workday = now.getDayOfWeek() != DayOfWeek.SATURDAY && now.getDayOfWeek() != DayOfWeek.SUNDAY;
            return switch (this) {
                case ALWAYS -> 0.9;
                case OFTEN -> 0.3;
                case IN_OFFICE_HOURS -> workday && now.getHour() >= 8 && now.getHour() < 19 ? 0.9 : 0;
                case SELDOM -> 0.02;
                case NEVER -> 0;
                case LIMIT -> 0.01;
            };
        }
    }

    private final Random random;
    private final Pace usual;
    private final Map<String, BigDecimal> numbers = new LinkedHashMap<>();
    private final Map<String, Pace> paces = new LinkedHashMap<>();

    private Life(Random random, Pace usual) {
        this.random = random;
        this.usual = usual;
    }

    /** Everything that is used moves nearly always. */
    static Life lively(Random random) {
        return new Life(random, Pace.ALWAYS);
    }

    /** Some numbers move often, some seldom, some never. */
    static Life ofAnyKind(Random random) {
        return new Life(random, Pace.NEVER);
    }

    /** A number that moves as it likes. */
    @CanIgnoreReturnValue
    public Life used(String name, String start) {
        paces.put(name, usual == Pace.ALWAYS ? usual : Pace.ANY.get(random.nextInt(Pace.ANY.size())));
        numbers.put(name, new BigDecimal(start));
        return this;
    }

    @CanIgnoreReturnValue
    public Life limit(String name, String start) {
        paces.put(name, usual == Pace.ALWAYS ? Pace.NEVER : Pace.LIMIT);
        numbers.put(name, new BigDecimal(start));
        return this;
    }

    public BigDecimal get(String name) {
        return numbers.getOrDefault(name, BigDecimal.ZERO);
    }

    public BigDecimal sum(String... names) {
        return List.of(names).stream().map(this::get).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    public Map<String, BigDecimal> all() {
        return Map.copyOf(numbers);
    }

    void pass(Instant now) {
        ZonedDateTime time = now.atZone(ZoneOffset.UTC);
        numbers.replaceAll((name, value) -> {
            Pace pace = paces.getOrDefault(name, Pace.NEVER);
            if (value.signum() == 0 || random.nextDouble() >= pace.chance(time)) {
                return value;
            }
            return pace == Pace.LIMIT ? value.multiply(RAISE).setScale(value.scale(), RoundingMode.UP) : moved(value);
        });
    }

    /** From three percent less to four percent more, at least by one of its last digit, and never to nothing. */
    private BigDecimal moved(BigDecimal value) {
        BigDecimal share = BigDecimal.valueOf(random.nextInt(-30, 41), 3);
        BigDecimal change = value.multiply(share).setScale(value.scale(), RoundingMode.HALF_EVEN);
        BigDecimal one = BigDecimal.ONE.scaleByPowerOfTen(-value.scale());
        BigDecimal step =
                change.signum() == 0 ? one.multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1)) : change;
        BigDecimal next = value.add(step);
        return next.signum() == value.signum() ? next : value.subtract(step);
    }
}
