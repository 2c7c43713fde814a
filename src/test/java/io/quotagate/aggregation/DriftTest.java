package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.Undocumented;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {

    private static final Account ACCOUNT = new Account(AccountState.ACTIVE, "7", "name", "2", Map.of("ai", true));

    /** One connection, fetched again and again. */
    private static final class Watched {

        private Instant now = Instant.parse("2026-11-02T09:00:00Z");
        private @Nullable Snapshot previous;
        private Map<DriftKind, Integer> begun = Map.of();

        @CanIgnoreReturnValue
        Watched says(Quota... quotas) {
            return says(List.of(quotas), ACCOUNT, null, Undocumented.NONE);
        }

        @CanIgnoreReturnValue
        Watched says(
                List<Quota> quotas, Account account, @Nullable ProviderException shortfall, Undocumented undocumented) {
            Snapshot next = new Snapshot(now, 0, quotas, account, Optional.ofNullable(shortfall));
            Drift drift = Drift.of(previous, next, undocumented);
            begun = drift.begun();
            previous = SnapshotCodec.unpack(SnapshotCodec.pack(drift.snapshot()));
            return this;
        }

        @CanIgnoreReturnValue
        Watched unknown(Integer... prints) {
            return says(List.of(), ACCOUNT, null, new Undocumented(Set.of(prints), Set.of()));
        }

        Watched after(Duration time) {
            now = now.plus(time);
            return this;
        }

        Snapshot last() {
            return Objects.requireNonNull(previous, "nothing was said");
        }

        Set<Warning> warnings(int quota) {
            return last().quotas().get(quota).warnings();
        }
    }

    private static Amount amount(String name, @Nullable String value, String unit) {
        return value == null
                ? Amount.unknown()
                : Amount.reported(new BigDecimal(value), new VendorField("GET /numbers", "/" + name, value, unit));
    }

    private static Quota bytes(String name, @Nullable String limit, @Nullable String used) {
        return Quota.allocation(
                new Metric(name),
                Unit.BYTE,
                Scope.of(ScopeLevel.ORGANIZATION),
                amount(name + "Limit", limit, "By"),
                amount(name + "Used", used, "By"));
    }

    private static Quota seats(String limit, String used) {
        return Quota.allocation(
                new Metric("users"),
                Unit.USER,
                Scope.of(ScopeLevel.ORGANIZATION),
                amount("userLimit", limit, "{user}"),
                amount("userUsed", used, "{user}"));
    }

    private static Quota balance(Unit unit, String left) {
        return Quota.balance(
                new Metric("balance." + unit),
                unit,
                Scope.of(ScopeLevel.REGION, "r"),
                amount("left" + unit, left, unit.code()));
    }

    private static Quota space(String limit, String used, String remaining) {
        return new Quota(
                Metric.STORAGE_STORED,
                Kind.ALLOCATION,
                Unit.BYTE,
                Scope.of(ScopeLevel.SPACE, "s"),
                amount("capacity", limit, "By"),
                amount("size", used, "By"),
                amount("available", remaining, "By"),
                Set.of());
    }

    private static List<Quota> wholeAndParts(String whole, String one, String other) {
        return List.of(
                pool(ScopeLevel.ORGANIZATION, whole), pool(ScopeLevel.DEPARTMENT, one), pool(ScopeLevel.GROUP, other));
    }

    private static Quota pool(ScopeLevel level, String used) {
        return Quota.allocation(
                Metric.STORAGE_STORED,
                Unit.BYTE,
                Scope.of(level),
                amount(level + "Limit", "1000000", "By"),
                amount(level + "Used", used, "By"));
    }

    private static Map<DriftKind, Integer> one(DriftKind kind) {
        return Map.of(kind, 1);
    }

    // What is not documented

    @Test
    void newFieldIsCountedOnceWhileItStays() {
        Watched connection = new Watched().unknown(5);
        assertThat(connection.begun).isEqualTo(one(DriftKind.UNKNOWN_FIELD));

        connection.unknown(5);

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void secondNewFieldIsCountedBesideTheFirst() {
        Watched connection = new Watched().unknown(5);

        connection.unknown(5, -6);

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNKNOWN_FIELD));
    }

    @Test
    void retypedFieldIsAKindOfItsOwn() {
        Watched connection = new Watched().says(List.of(), ACCOUNT, null, new Undocumented(Set.of(1, 2), Set.of(3)));

        assertThat(connection.begun).isEqualTo(Map.of(DriftKind.UNKNOWN_FIELD, 2, DriftKind.RETYPED_FIELD, 1));
    }

    @Test
    void newFieldOfAnAnswerThatFailedMeanwhileIsNotCountedAgain() {
        ProviderException failure = new ProviderException(Reason.TIMEOUT, "late");
        Watched connection = new Watched().unknown(5).says(List.of(), ACCOUNT, failure, Undocumented.NONE);

        connection.unknown(5);

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void vendorThatMakesUpNamesFillsNoMemory() {
        Watched connection = new Watched();
        List<Map<DriftKind, Integer>> begun = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            Integer[] prints = new Integer[1_000];
            for (int index = 0; index < prints.length; index++) {
                prints[index] = round * 1_000 + index;
            }
            connection.unknown(prints);
            begun.add(connection.begun);
        }

        assertThat(connection.last().memory().undocumented()).hasSize(32);
        assertThat(begun.get(0)).isEqualTo(Map.of(DriftKind.UNKNOWN_FIELD, 32));
        assertThat(begun.subList(1, 10)).allMatch(Map::isEmpty);
    }

    @Test
    void memberThatOnlySomeOfTheVendorsServersKnowIsCountedOnce() {
        Watched connection = new Watched();
        List<Map<DriftKind, Integer>> begun = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            connection.unknown(round % 2 == 0 ? new Integer[] {7} : new Integer[0]);
            begun.add(connection.begun);
        }

        assertThat(begun.get(0)).isEqualTo(Map.of(DriftKind.UNKNOWN_FIELD, 1));
        assertThat(begun.subList(1, 10)).allMatch(Map::isEmpty);
    }

    // What is gone

    @Test
    void valueThatIsGoneIsCountedOnce() {
        Watched connection = new Watched().says(bytes("a", "100", "10")).says(bytes("a", "100", null));
        assertThat(connection.begun).isEqualTo(one(DriftKind.MISSING_FIELD));

        connection.says(bytes("a", "100", null));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void valueThatWasNeverThereIsNotGone() {
        Watched connection = new Watched().says(bytes("a", null, "10"));

        connection.says(bytes("a", null, "10"));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void fieldThatLimitsTwoQuotasIsGoneOnce() {
        Quota stored = bytes("a", "100", "10");
        Quota allocated = new Quota(
                new Metric("b"),
                Kind.ALLOCATION,
                Unit.BYTE,
                stored.scope(),
                stored.limit(),
                stored.used(),
                stored.remaining(),
                Set.of());
        Quota without = Quota.allocation(new Metric("b"), Unit.BYTE, stored.scope(), Amount.unknown(), stored.used());
        Watched connection = new Watched().says(stored, allocated);

        connection.says(bytes("a", null, "10"), without);

        assertThat(connection.begun).isEqualTo(one(DriftKind.MISSING_FIELD));
    }

    @Test
    void whatIsGoneOfTheAccountIsCounted() {
        Watched connection = new Watched().says();

        connection.says(List.of(), Account.UNKNOWN, null, Undocumented.NONE);

        assertThat(connection.begun).isEqualTo(Map.of(DriftKind.MISSING_FIELD, 5));
    }

    @Test
    void failedCallIsNoDriftButTheOthersAnswerMayBe() {
        Quota setting = Quota.setting(
                new Metric("default"),
                Unit.BYTE,
                Scope.of(ScopeLevel.GROUP),
                Amount.reported(BigDecimal.TEN, new VendorField("GET /service", "/size", "10", "By")));
        Quota none = Quota.setting(new Metric("default"), Unit.BYTE, Scope.of(ScopeLevel.GROUP), Amount.unknown());
        ProviderException failure = new ProviderException(Reason.UNAVAILABLE, "down");
        Watched connection = new Watched().says(bytes("a", "100", "10"), setting);

        connection.says(List.of(bytes("a", "100", "10"), none), Account.UNKNOWN, failure, Undocumented.NONE);
        assertThat(connection.begun).isEmpty();
        connection.says(List.of(bytes("a", null, "10"), none), Account.UNKNOWN, failure, Undocumented.NONE);

        assertThat(connection.begun).isEqualTo(one(DriftKind.MISSING_FIELD));
    }

    @Test
    void callThatIsNotUnderstoodAndFailsAloneIsAViolationOnce() {
        ProviderException failure = ProviderException.violation("no json");
        Watched connection = new Watched().says(List.of(), ACCOUNT, failure, Undocumented.NONE);
        assertThat(connection.begun).isEqualTo(one(DriftKind.VIOLATION));

        connection.says(List.of(), ACCOUNT, failure, Undocumented.NONE);

        assertThat(connection.begun).isEmpty();
    }

    // Units

    @ParameterizedTest
    @CsvSource({
        "1000000, 1000000000",
        "1000000, 1024000000",
        "1048576, 1024",
        "5000000, 5000",
        "12345, 12345000000",
        "12345, 12944670720",
        "12345, 12345000000000",
        "12345, 13255342817280",
        "12345, 11110500",
        "12345, 13905000",
    })
    void numberThatJumpsByAUnitWhileItsSiblingsStayIsWarnedOf(String before, String now) {
        Watched connection = new Watched().says(bytes("a", "7000000", before), bytes("b", "7000", "70"));

        connection.says(bytes("a", "7000000", now), bytes("b", "7000", "71"));

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));
        assertThat(connection.warnings(0)).containsExactly(Warning.UNIT_SHIFT);
        assertThat(connection.warnings(1)).isEmpty();
        assertThat(connection.last().quotas().get(0).used().text()).isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1000000",
        "1000000, 0",
        "1000000, 1200000",
        "1000000, 890000000",
        "1000000, 1130000000",
        "1000000, 10000000000",
        "12345, 12345000000000000",
        "1000000, 2000000",
        "1000000, 500",
    })
    void numberThatGoesAnyOtherWayIsNot(String before, String now) {
        Watched connection = new Watched().says(bytes("a", "7000000", before), bytes("b", "7000", "70"));

        connection.says(bytes("a", "7000000", now), bytes("b", "7000", "71"));

        assertThat(connection.begun).isEmpty();
        assertThat(connection.warnings(0)).isEmpty();
    }

    @Test
    void numberThatJumpsWithMostOfItsSiblingsIsAnAccountThatChanged() {
        Watched connection = new Watched().says(bytes("a", "7000000", "1000000"), bytes("b", "7000", "70"));

        connection.says(bytes("a", "7000000", "1000000000"), bytes("b", "70000", "900"));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void allNumbersThatJumpAlikeAreWarnedOf() {
        Watched connection = new Watched().says(bytes("a", "7000000", "1000000"), bytes("b", "7000", "70"));

        connection.says(bytes("a", "7168000000", "1024000000"), bytes("b", "7168000", "71680"));

        assertThat(connection.begun).isEqualTo(Map.of(DriftKind.UNIT_SHIFT, 4));
        assertThat(connection.warnings(0)).containsExactly(Warning.UNIT_SHIFT);
        assertThat(connection.warnings(1)).containsExactly(Warning.UNIT_SHIFT);
    }

    @Test
    void numbersOfOneUnitOfTheVendorsThatJumpTogetherAreWarnedOfThoughAllElseStays() {
        Watched connection = new Watched().says(seats("100", "20"), bytes("a", "7000000", "1000000"));

        connection.says(seats("100", "21"), bytes("a", "7000000000", "1000000000"));

        assertThat(connection.begun).isEqualTo(Map.of(DriftKind.UNIT_SHIFT, 2));
        assertThat(connection.warnings(0)).isEmpty();
    }

    @Test
    void numbersOfOneUnitOfTheVendorsThatJumpTogetherAreWarnedOfThoughAllElseChanges() {
        Watched connection = new Watched().says(seats("100", "20"), bytes("a", "7000000", "1000000"));

        connection.says(seats("300", "90"), bytes("a", "7000000000", "1000000000"));

        assertThat(connection.begun).isEqualTo(Map.of(DriftKind.UNIT_SHIFT, 2));
        assertThat(connection.warnings(0)).isEmpty();
    }

    @Test
    void numberThatIsTheOnlyOneOfItsUnitIsHeldAgainstAllOthers() {
        Watched connection = new Watched()
                .says(balance(Unit.GIGABYTE_DAY, "50"), balance(Unit.GIGABYTE, "50"), balance(Unit.REQUEST, "50"));

        connection.says(
                balance(Unit.GIGABYTE_DAY, "50000"), balance(Unit.GIGABYTE, "350"), balance(Unit.REQUEST, "450"));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void numbersThatJumpOppositeWaysDoNotSpeakForEachOther() {
        Watched connection = new Watched().says(bytes("a", null, "1000000"), bytes("b", null, "7000000"));

        connection.says(bytes("a", null, "1000000000"), bytes("b", null, "7000"));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void numberThatJumpsWhileAsManyStayAsGoElsewhereIsWarnedOf() {
        Watched connection = new Watched().says(bytes("a", "7000000", "1000000"), bytes("b", null, "70"));

        connection.says(bytes("a", "7000000", "1000000000"), bytes("b", null, "900"));

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000, false", "9, 9000, false", "10, 10000, true", "20, 20480, true"})
    void countOfAFewIsAnOrderNotAUnit(String before, String now, boolean warned) {
        Watched connection = new Watched().says(seats(before, "3"), bytes("a", "100", "10"));

        connection.says(seats(now, "3"), bytes("a", "100", "10"));

        assertThat(connection.warnings(0).contains(Warning.UNIT_SHIFT)).isEqualTo(warned);
    }

    @Test
    void negativeBalanceMayJumpToo() {
        Watched connection =
                new Watched().says(balance(Unit.GIGABYTE_DAY, "-13507.2"), balance(Unit.GIGABYTE, "5.1803"));

        connection.says(balance(Unit.GIGABYTE_DAY, "-13831372.8"), balance(Unit.GIGABYTE, "5.1"));

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));
        assertThat(connection.warnings(0)).contains(Warning.UNIT_SHIFT);
    }

    @Test
    void changeOfSignIsNoUnit() {
        Watched connection =
                new Watched().says(balance(Unit.GIGABYTE_DAY, "-13507.2"), balance(Unit.GIGABYTE, "5.1803"));

        connection.says(balance(Unit.GIGABYTE_DAY, "13831372.8"), balance(Unit.GIGABYTE, "5.1"));

        assertThat(connection.begun).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Unit.class,
            names = {"GIGABYTE", "GIGABYTE_DAY", "REQUEST"})
    void littleThatIsLeftMayJumpToo(Unit unit) {
        Watched connection = new Watched().says(balance(unit, "5"), bytes("a", "100", "10"));

        connection.says(balance(unit, "5000"), bytes("a", "100", "10"));

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));
    }

    @Test
    void requestsMayTurnFromTensOfThousandsToOnes() {
        Watched connection = new Watched().says(balance(Unit.REQUEST, "2020000"), balance(Unit.GIGABYTE, "2020000"));

        connection.says(balance(Unit.REQUEST, "20195000000"), balance(Unit.GIGABYTE, "2010000"));

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));
    }

    @Test
    void numberOfManyDigitsIsComparedExactly() {
        Watched connection = new Watched().says(bytes("a", "12345678901234567890123456789012345", "1"));

        connection.says(bytes("a", "12345678901234567890123456789012345000", "1"));

        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));
    }

    @Test
    void warningOfAJumpEndsAfterADay() {
        Watched connection = new Watched()
                .says(bytes("a", "7000000", "1000"))
                .says(bytes("a", "7000000", "1000000"))
                .after(Duration.ofHours(23))
                .says(bytes("a", "7000000", "1010000"));
        assertThat(connection.warnings(0)).containsExactly(Warning.UNIT_SHIFT);
        assertThat(connection.begun).as("it goes on").isEmpty();

        connection.after(Duration.ofHours(1)).says(bytes("a", "7000000", "1020000"));

        assertThat(connection.warnings(0)).isEmpty();
        assertThat(connection.last().memory().shifts()).isEmpty();
    }

    @Test
    void warningOfAJumpEndsWhenTheNumberIsBackAndThatIsNoOther() {
        Watched connection = new Watched().says(bytes("a", "7000000", "1000")).says(bytes("a", "7000000", "1000000"));

        connection.says(bytes("a", "7000000", "1010"));

        assertThat(connection.begun).isEmpty();
        assertThat(connection.warnings(0)).isEmpty();
    }

    @Test
    void numberThatJumpedTwiceIsBackWhereItWasAtFirst() {
        Watched connection = new Watched()
                .says(bytes("a", "7000000", "1000"))
                .says(bytes("a", "7000000", "1000000"))
                .says(bytes("a", "7000000", "1000000000"));
        assertThat(connection.begun).isEqualTo(one(DriftKind.UNIT_SHIFT));

        connection.says(bytes("a", "7000000", "1010"));

        assertThat(connection.begun).isEmpty();
        assertThat(connection.warnings(0)).isEmpty();
    }

    @Test
    void jumpIsRememberedWhileTheNumberIsGone() {
        Watched connection = new Watched()
                .says(bytes("a", "7000000", "1000"))
                .says(bytes("a", "7000000", "1000000"))
                .says(bytes("a", "7000000", null));

        connection.says(bytes("a", "7000000", "1000000"));

        assertThat(connection.warnings(0)).containsExactly(Warning.UNIT_SHIFT);
    }

    @Test
    void jumpIsKnownByItsQuotaNotByWhereThatStands() {
        Watched connection = new Watched()
                .says(bytes("a", "7000000", "1000"), bytes("b", "7000", "70"))
                .says(bytes("a", "7000000", "1000000"), bytes("b", "7000", "70"));

        connection.says(bytes("new", "5", "1"), bytes("b", "7000", "70"), bytes("a", "7000000", "1000000"));

        assertThat(connection.begun).isEmpty();
        assertThat(connection.warnings(1)).isEmpty();
        assertThat(connection.warnings(2)).containsExactly(Warning.UNIT_SHIFT);
    }

    // Sums

    @Test
    void totalThatStopsAddingUpIsCountedOnce() {
        Quota total = bytes("a", "100", "10");
        Watched connection = new Watched().says(total).says(total.with(Warning.SUM_MISMATCH));
        assertThat(connection.begun).isEqualTo(one(DriftKind.SUM_MISMATCH));

        connection.says(total.with(Warning.SUM_MISMATCH));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void totalThatNeverAddedUpHasNotStopped() {
        Watched connection = new Watched().says(bytes("a", "100", "10").with(Warning.SUM_MISMATCH));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void totalIsKnownByItsQuotaNotByWhereThatStands() {
        Quota apart = bytes("b", "100", "10").with(Warning.SUM_MISMATCH);
        Watched connection = new Watched().says(bytes("a", "100", "10"), apart);

        connection.says(apart, bytes("a", "100", "10"));

        assertThat(connection.begun).isEmpty();
    }

    @Test
    void remainderThatIsNotWhatIsLeftIsNoDrift() {
        Watched connection = new Watched().says(space("10000", "1000", "9000"));

        connection.says(space("10000", "1000", "5000").with(Warning.SHARED_OR_DELAYED));

        assertThat(connection.begun).isEmpty();
    }

    // Standing still

    /** All that has begun while a number was fetched every four hours. */
    @CanIgnoreReturnValue
    private static List<DriftKind> daily(Watched connection, int days, Round round) {
        List<DriftKind> begun = new ArrayList<>();
        for (int fetch = 0; fetch < days * 6; fetch++) {
            connection.after(Duration.ofHours(4)).says(round.at(fetch).toArray(Quota[]::new));
            begun.addAll(connection.begun.keySet());
        }
        return begun;
    }

    /** What is said at each fetch. */
    private interface Round {

        List<Quota> at(int fetch);
    }

    private static String number(int number) {
        return Integer.toString(number);
    }

    @Test
    void totalThatStandsStillWhileItsPartsMoveIsFrozen() {
        Watched connection = new Watched();

        List<DriftKind> early = daily(connection, 2, fetch -> wholeAndParts("1000", number(fetch), number(2 * fetch)));
        assertThat(early).isEmpty();
        List<DriftKind> late =
                daily(connection, 1, fetch -> wholeAndParts("1000", number(100 + fetch), number(200 + fetch)));

        assertThat(late).containsExactly(DriftKind.FROZEN);
        assertThat(connection.warnings(0)).containsExactly(Warning.FROZEN);
        assertThat(connection.warnings(1)).isEmpty();
    }

    @Test
    void totalThatStandsStillWhileItsPartsOnlyTradeIsNot() {
        Watched connection = new Watched();

        List<DriftKind> begun =
                daily(connection, 20, fetch -> wholeAndParts("1000", number(500 + fetch), number(500 - fetch)));

        assertThat(begun).isEmpty();
    }

    @Test
    void partThatStandsStillWhileAnotherMovesIsNot() {
        Watched connection = new Watched();

        List<DriftKind> begun =
                daily(connection, 4, fetch -> wholeAndParts(number(1000 + fetch), "1000", number(fetch)));

        assertThat(begun).isEmpty();
    }

    @Test
    void totalThatStandsStillWhileNotAllPartsAreKnownIsNot() {
        Watched connection = new Watched();
        Quota unknown = Quota.allocation(
                Metric.STORAGE_STORED,
                Unit.BYTE,
                Scope.of(ScopeLevel.GROUP),
                amount("limit", "1000000", "By"),
                Amount.unknown());

        List<DriftKind> begun = daily(
                connection,
                4,
                fetch -> List.of(
                        pool(ScopeLevel.ORGANIZATION, "1000"), pool(ScopeLevel.DEPARTMENT, number(fetch)), unknown));

        assertThat(begun).isEmpty();
    }

    @Test
    void remainderThatStandsStillWhileMoreIsUsedIsFrozen() {
        Watched connection = new Watched();

        List<DriftKind> begun = daily(connection, 4, fetch -> List.of(space("100000", number(fetch), "5000")));

        assertThat(begun).containsExactly(DriftKind.FROZEN);
    }

    @Test
    void remainderThatIsCountedOnceADayIsNot() {
        Watched connection = new Watched();

        List<DriftKind> begun =
                daily(connection, 30, fetch -> List.of(space("100000", number(fetch), number(5000 - fetch / 6))));

        assertThat(begun).isEmpty();
    }

    @Test
    void remainderThatStandsStillWithTheLimitRaisedToMatchIsNot() {
        Watched connection = new Watched();

        List<DriftKind> begun =
                daily(connection, 30, fetch -> List.of(space(number(100000 + fetch), number(fetch), "5000")));

        assertThat(begun).isEmpty();
    }

    @Test
    void numberOutOfItsHabitIsFrozenAndIsNotOnceItMoves() {
        Watched connection = new Watched();
        daily(connection, 10, fetch -> List.of(bytes("a", "7000", number(fetch)), bytes("b", "7000", number(fetch))));

        List<DriftKind> begun =
                daily(connection, 6, fetch -> List.of(bytes("a", "7000", "55"), bytes("b", "7000", number(fetch))));
        assertThat(begun).containsExactly(DriftKind.FROZEN);
        assertThat(connection.warnings(0)).containsExactly(Warning.FROZEN);
        connection.after(Duration.ofHours(4)).says(bytes("a", "7000", "56"), bytes("b", "7000", "5"));

        assertThat(connection.begun).isEmpty();
        assertThat(connection.warnings(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void numberThatMovedOnFewDaysIsNot(int days) {
        Watched connection = new Watched();
        daily(connection, days, fetch -> List.of(bytes("a", "7000", number(fetch)), bytes("b", "7", number(fetch))));

        List<DriftKind> begun =
                daily(connection, 40, fetch -> List.of(bytes("a", "7000", "55"), bytes("b", "7", number(fetch))));

        assertThat(begun).isEmpty();
    }

    @Test
    void accountThatStandsStillAsAWholeIsNot() {
        Watched connection = new Watched();
        daily(connection, 10, fetch -> List.of(bytes("a", "7000", number(fetch)), bytes("b", "70", number(fetch))));

        List<DriftKind> begun =
                daily(connection, 40, fetch -> List.of(bytes("a", "7000", "55"), bytes("b", "70", "5")));

        assertThat(begun).isEmpty();
    }

    @Test
    void numberThatPausedAsLongBeforeIsNot() {
        Watched connection = new Watched();
        // Moves on one day of two.
        daily(
                connection,
                20,
                fetch -> List.of(bytes("a", "7000", number(fetch / 12)), bytes("b", "70", number(fetch))));

        List<DriftKind> begun =
                daily(connection, 7, fetch -> List.of(bytes("a", "7000", "19"), bytes("b", "70", number(fetch))));

        assertThat(begun).isEmpty();
    }

    @Test
    void numberThatStoodStillForAMonthIsConstant() {
        Watched connection = new Watched();
        daily(connection, 10, fetch -> List.of(bytes("a", "7000", number(fetch)), bytes("b", "70", number(fetch))));

        daily(connection, 32, fetch -> List.of(bytes("a", "7000", "55"), bytes("b", "70", number(fetch))));

        assertThat(connection.warnings(0)).isEmpty();
        assertThat(connection.last().memory().pauses()).extracting(Pause::place).containsExactly(4);
    }

    @Test
    void limitsMayStandStillForEver() {
        Watched connection = new Watched();

        List<DriftKind> begun = daily(connection, 60, fetch -> List.of(bytes("a", "7000", number(fetch))));

        assertThat(begun).isEmpty();
        assertThat(connection.last().memory().shifts()).isEmpty();
        assertThat(connection.last().memory().pauses()).extracting(Pause::place).containsExactly(1);
    }

    @Test
    void limitThatUsedToBeRaisedMayStandStill() {
        Watched connection = new Watched();
        daily(connection, 10, fetch -> List.of(bytes("a", number(7000 + fetch), "1"), bytes("b", "7", number(fetch))));

        List<DriftKind> begun =
                daily(connection, 7, fetch -> List.of(bytes("a", "7100", "1"), bytes("b", "7", number(fetch))));

        assertThat(begun).isEmpty();
    }

    @Test
    void numberThatIsGoneDoesNotStandStill() {
        Watched connection = new Watched();
        daily(connection, 10, fetch -> List.of(bytes("a", "7000", number(fetch)), bytes("b", "7", number(fetch))));

        List<DriftKind> begun =
                daily(connection, 7, fetch -> List.of(bytes("a", "7000", null), bytes("b", "7", number(fetch))));

        assertThat(begun).containsExactly(DriftKind.MISSING_FIELD);
    }

    @Test
    void connectionOfWhichNothingMovesRemembersNothing() {
        Watched connection = new Watched().says(bytes("a", "7000", "1"));

        connection.after(Duration.ofHours(4)).says(bytes("a", "7000", "1"));

        assertThat(connection.last().memory()).isEqualTo(DriftMemory.NONE);
    }

    @Test
    void clockThatWasSetBackFreezesNothing() {
        Watched connection = new Watched();
        daily(connection, 10, fetch -> List.of(bytes("a", "7000", number(fetch)), bytes("b", "70", number(fetch))));

        connection.after(Duration.ofDays(-400)).says(bytes("a", "7000", "59"), bytes("b", "70", "1"));

        assertThat(connection.begun).isEmpty();
    }
}
