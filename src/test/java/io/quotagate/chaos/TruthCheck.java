package io.quotagate.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Holds what is shown of one connection against what its vendor said. */
final class TruthCheck {

    /** What a busy machine may cost. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private static final Duration FAR_OFF = Duration.ofMinutes(30);

    private final Speeches speeches;
    private final List<Gateway> gateways;
    private final Complaints complaints;
    private volatile boolean sawSetClock;

    TruthCheck(Speeches speeches, List<Gateway> gateways, Complaints complaints) {
        this.speeches = speeches;
        this.gateways = gateways;
        this.complaints = complaints;
    }

    /**
     * Checks all that an answer shows of a connection.
     *
     * @param lines its quotas
     * @return the vendor's answers that the numbers stem from
     */
    Set<Said> check(Answer answer, Account account, List<JsonNode> lines) {
        Map<String, Set<Said>> parts = new HashMap<>();
        for (JsonNode line : lines) {
            Set<Said> part = parts.computeIfAbsent(part(account, quota(account, line)), first -> new HashSet<>());
            Said.AMOUNTS.forEach(amount -> source(answer, account, line, amount).ifPresent(part::add));
        }
        parts.forEach((name, said) -> complain(said.size() <= 1, "numbers of two answers", answer, said));
        for (JsonNode line : lines) {
            parts.getOrDefault(part(account, quota(account, line)), Set.of())
                    .forEach(said -> same(answer, account, line, said));
        }
        Set<Said> all = new HashSet<>();
        parts.values().forEach(all::addAll);
        together(answer, all);
        all.forEach(said -> age(answer, account, said));
        lines.forEach(line -> observed(answer, line.path("observedAt").asText(), all));
        return all;
    }

    private void complain(boolean good, String kind, Answer answer, Object detail) {
        if (!good) {
            complaints.add(kind, detail + " in " + answer);
        }
    }

    private static String part(Account account, String quota) {
        return switch (account.vendor()) {
            case KOODRIVE -> KooDriveTongue.part(quota);
            case SMH -> SmhTongue.PART;
            case UFILE -> UFileTongue.part(quota);
            case ZSTACK -> ZStackTongue.PART;
        };
    }

    private static String quota(Account account, JsonNode line) {
        return line.path("id").asText().substring(account.connection().length() + 1);
    }

    private static String shown(JsonNode line, String amount) {
        String state = line.path(amount).path("state").asText();
        return state.equals("known") ? line.path(amount).path("value").asText() : state;
    }

    private Optional<Said> source(Answer answer, Account account, JsonNode line, String amount) {
        String value = shown(line, amount);
        boolean reported = line.path(amount).path("origin").asText().equals("reported");
        if (!reported || !Speeches.isNumber(value)) {
            return Optional.empty();
        }
        Optional<Said> said = speeches.find(account, quota(account, line), amount, value);
        complain(said.isPresent(), "a number that its vendor never said", answer, line);
        complain(said.map(Said::isCredible).orElse(true), "a number from a broken answer", answer, said);
        return said;
    }

    private void same(Answer answer, Account account, JsonNode line, Said said) {
        for (String amount : Said.AMOUNTS) {
            String expected = said.shown().get(quota(account, line) + "#" + amount);
            complain(shown(line, amount).equals(expected), "another amount than was said", answer, line);
        }
    }

    /** The parts of one fetch are asked for at once. */
    private void together(Answer answer, Set<Said> parts) {
        long first = parts.stream().mapToLong(Said::nanos).min().orElse(0);
        long last = parts.stream().mapToLong(Said::nanos).max().orElse(0);
        long longest = ChaosIT.FETCH_TIMEOUT.plus(TOLERANCE).toNanos();
        complain(last - first <= longest, "parts of two fetches", answer, parts);
    }

    void age(Answer answer, Account account, Said said) {
        long nanos = answer.sent() - said.nanos();
        complain(
                nanos <= account.staleFor().plus(tolerance(said.nanos())).toNanos(),
                "older than staleFor",
                answer,
                said + ", " + nanos / 1_000_000 + " ms");
    }

    private void observed(Answer answer, String observedAt, Set<Said> parts) {
        if (parts.isEmpty()) {
            return;
        }
        long shown = Instant.parse(observedAt).toEpochMilli();
        sawSetClock |= parts.stream().allMatch(said -> Math.abs(said.millis() - shown) > FAR_OFF.toMillis());
        long before = ChaosIT.FETCH_TIMEOUT.plus(TOLERANCE).toMillis();
        boolean good = parts.stream()
                .allMatch(said -> offsetsSince(said.nanos() - before * 1_000_000)
                        .anyMatch(offset -> {
                            long late = said.millis() + offset - shown;
                            return late >= -tolerance(said.nanos()).toMillis() && late <= before;
                        }));
        complain(good, "observedAt", answer, observedAt + " of " + parts);
    }

    /** True once numbers were dated by a clock that had been set. */
    boolean sawSetClock() {
        return sawSetClock;
    }

    /** Where a clock is set while a vendor is asked, only that much is sure: it was not before and not after that. */
    private Duration tolerance(long nanos) {
        boolean set = offsetsSince(nanos - ChaosIT.FETCH_TIMEOUT.toNanos()).count() > gateways.size();
        return set ? TOLERANCE.plus(ChaosIT.FETCH_TIMEOUT) : TOLERANCE;
    }

    /** A snapshot is dated by the clock of the replica that fetched it, or anew by that of the one that shows it. */
    private Stream<Long> offsetsSince(long nanos) {
        return gateways.stream().flatMap(gateway -> gateway.clock().offsetsSince(nanos));
    }

    /** What caches are told of the age: never less than it is, and no more where no clock was set. */
    void age(Answer answer, Set<Said> shown) {
        if (shown.isEmpty()) {
            return;
        }
        long oldest = shown.stream().mapToLong(Said::nanos).min().orElseThrow();
        long age = answer.number("Age", FormCheck.DIGITS).orElse(-1L);
        long least = Duration.ofNanos(answer.sent() - oldest)
                .minus(tolerance(oldest))
                .toSeconds();
        complain(age >= least, "Age less than it is", answer, shown);
        long most = Duration.ofNanos(answer.received() - oldest)
                .plus(ChaosIT.FETCH_TIMEOUT)
                .plus(TOLERANCE)
                .toSeconds();
        boolean unset = new ArrayList<>(offsetsSince(oldest).distinct().toList()).equals(List.of(0L));
        complain(!unset || age <= most, "Age more than it is", answer, shown);
    }
}
