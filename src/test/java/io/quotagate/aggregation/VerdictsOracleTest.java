package io.quotagate.aggregation;

import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.unlimited;
import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Decision;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Decisions are those of the contract's sentences, read one by one in whole numbers. */
class VerdictsOracleTest {

    private static final int WORLDS = 20_000;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final Random chance = new Random(6);

    /** A quota as a child would write it down. */
    private record Row(ScopeLevel level, String id, int left) {

        private Quota quota() {
            Scope scope = level == ScopeLevel.SPACE ? Scope.of(level, id) : Scope.of(level);
            return TestChecks.left(
                    scope,
                    Amount.unknown(),
                    switch (left) {
                        case UNLIMITED -> unlimited();
                        case UNKNOWN -> Amount.unknown();
                        default -> known(Integer.toString(left));
                    });
        }

        private boolean isParentOf(Row other) {
            return level == ScopeLevel.ORGANIZATION && other.level.isPart();
        }
    }

    /** One connection; no rows are no numbers. */
    private record Source(String id, AccountState account, List<Row> rows) {

        private Offer offer() {
            return rows.isEmpty()
                    ? TestChecks.silent(id)
                    : TestChecks.offer(
                            id, account, rows.stream().map(Row::quota).toArray(Quota[]::new));
        }
    }

    @Test
    void thousandsOfWorldsAreDecidedAsTheContractSays() {
        Map<Decision, Integer> seen = new TreeMap<>();
        for (int world = 0; world < WORLDS; world++) {
            List<Source> sources = sources();
            int needed = 1 + chance.nextInt(4);

            Verdict verdict = Verdicts.of(
                    TestChecks.bytes(Integer.toString(needed)),
                    sources.stream().map(Source::offer).toList());

            Map<String, Decision> expected = candidates(sources, needed);
            Map<String, Decision> decided = new TreeMap<>();
            verdict.candidates().forEach(candidate -> decided.put(candidate.quota(), candidate.decision()));
            assertThat(decided).as("%s of %s", needed, sources).isEqualTo(expected);
            assertThat(verdict.decision()).as("%s of %s", needed, sources).isEqualTo(decision(sources, expected));
            assertThat(places(verdict)).as("%s", verdict).isSorted();
            seen.merge(verdict.decision(), 1, Integer::sum);
        }
        assertThat(seen)
                .hasSize(3)
                .allSatisfy((decision, times) -> assertThat(times).isGreaterThan(WORLDS / 20));
    }

    private List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (int at = chance.nextInt(3); at >= 0; at--) {
            List<Row> rows = new ArrayList<>();
            for (ScopeLevel level : ScopeLevel.values()) {
                if (level != ScopeLevel.REGION && chance.nextInt(3) > 0) {
                    rows.add(new Row(level, "s", left()));
                }
            }
            AccountState account = AccountState.values()[chance.nextInt(AccountState.values().length)];
            sources.add(new Source("c" + at, account, chance.nextInt(6) == 0 ? List.of() : rows));
        }
        return sources;
    }

    private int left() {
        return switch (chance.nextInt(8)) {
            case 0 -> UNLIMITED;
            case 1 -> UNKNOWN;
            default -> chance.nextInt(7) - 1;
        };
    }

    private static Map<String, Decision> candidates(List<Source> sources, int needed) {
        Map<String, Decision> candidates = new TreeMap<>();
        for (Source source : sources) {
            for (Row row : source.rows()) {
                if (source.rows().stream().noneMatch(row::isParentOf)) {
                    candidates.put(row.quota().id(source.id()), candidate(source, row, needed));
                }
            }
        }
        return candidates;
    }

    private static Decision candidate(Source source, Row row, int needed) {
        if (source.account() == AccountState.ARREARS || source.account() == AccountState.SUSPENDED) {
            return Decision.DENIED;
        }
        List<Row> chain = new ArrayList<>(List.of(row));
        source.rows().stream().filter(other -> other.isParentOf(row)).forEach(chain::add);
        if (chain.stream().anyMatch(each -> each.left() != UNKNOWN && each.left() < needed)) {
            return Decision.DENIED;
        }
        return chain.stream().anyMatch(each -> each.left() == UNKNOWN) ? Decision.UNKNOWN : Decision.ALLOWED;
    }

    private static Decision decision(List<Source> sources, Map<String, Decision> candidates) {
        if (candidates.containsValue(Decision.ALLOWED)) {
            return Decision.ALLOWED;
        }
        boolean silent = sources.stream().anyMatch(source -> source.rows().isEmpty());
        boolean denied = !silent && !candidates.isEmpty() && !candidates.containsValue(Decision.UNKNOWN);
        return denied ? Decision.DENIED : Decision.UNKNOWN;
    }

    /** Where each candidate belongs: unlimited, then most to least, then the rest. */
    private static List<Long> places(Verdict verdict) {
        return verdict.candidates().stream().map(VerdictsOracleTest::place).toList();
    }

    private static long place(Candidate candidate) {
        if (candidate.decision() != Decision.ALLOWED) {
            return Long.MAX_VALUE;
        }
        var value = candidate.remaining().value();
        return value == null ? Long.MIN_VALUE : -value.longValueExact();
    }
}
