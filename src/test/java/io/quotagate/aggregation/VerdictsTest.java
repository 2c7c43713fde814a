package io.quotagate.aggregation;

import static io.quotagate.aggregation.TestChecks.OBSERVED;
import static io.quotagate.aggregation.TestChecks.bytes;
import static io.quotagate.aggregation.TestChecks.check;
import static io.quotagate.aggregation.TestChecks.left;
import static io.quotagate.aggregation.TestChecks.offer;
import static io.quotagate.aggregation.TestChecks.silent;
import static io.quotagate.aggregation.TestChecks.stale;
import static io.quotagate.aggregation.Verdict.Decision.ALLOWED;
import static io.quotagate.aggregation.Verdict.Decision.DENIED;
import static io.quotagate.aggregation.Verdict.Decision.UNKNOWN;
import static io.quotagate.provider.TestQuotas.known;
import static io.quotagate.provider.TestQuotas.stored;
import static io.quotagate.provider.TestQuotas.unlimited;
import static io.quotagate.quota.ScopeLevel.DEPARTMENT;
import static io.quotagate.quota.ScopeLevel.GROUP;
import static io.quotagate.quota.ScopeLevel.ORGANIZATION;
import static io.quotagate.quota.ScopeLevel.PERSONAL;
import static io.quotagate.quota.ScopeLevel.REGION;
import static io.quotagate.quota.ScopeLevel.SPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quotagate.aggregation.Verdict.Candidate;
import io.quotagate.aggregation.Verdict.Reason;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {

    private static Verdict verdict(QuotaCheck check, Offer... offers) {
        return Verdicts.of(check, List.of(offers));
    }

    /** The only candidate. */
    private static Candidate candidate(QuotaCheck check, Offer... offers) {
        List<Candidate> candidates = verdict(check, offers).candidates();
        assertThat(candidates).hasSize(1);
        return candidates.get(0);
    }

    @ParameterizedTest
    @CsvSource({"90, ALLOWED", "90.000000000000000001, DENIED", "91, DENIED", "0.5, ALLOWED"})
    void whatRemainsIsComparedExactly(String amount, Verdict.Decision decision) {
        Verdict verdict = verdict(bytes(amount), offer("drive", stored("100", "10")));

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.candidates())
                .containsExactly(new Candidate(
                        "drive:storage.stored:organization",
                        "drive",
                        decision,
                        Reason.REMAINING,
                        Unit.BYTE,
                        Amount.remainder(known("100"), known("10")),
                        new BigDecimal("90"),
                        "drive:storage.stored:organization",
                        OBSERVED,
                        false));
    }

    @Test
    void prefixesCount() {
        Offer drive = offer("drive", stored("1073741824", "0"));

        assertThat(verdict(check(Metric.STORAGE_STORED, "1", "GiBy", Optional.empty()), drive)
                        .decision())
                .isEqualTo(ALLOWED);
        assertThat(verdict(check(Metric.STORAGE_STORED, "1.073741825", "GBy", Optional.empty()), drive)
                        .decision())
                .isEqualTo(DENIED);
    }

    @Test
    void balanceInGigabytesIsCheckedInBytes() {
        Metric traffic = new Metric("objectstorage.download-traffic");
        Offer objects = offer(
                "objects",
                Quota.balance(traffic, Unit.GIGABYTE, Scope.of(REGION, "cn-bj2"), known("1.000000001")),
                Quota.balance(traffic, Unit.GIGABYTE, Scope.of(REGION, "hk"), known("-3")));

        assertThat(verdict(check(traffic, "1000000001", "By", Optional.empty()), objects)
                        .candidates())
                .extracting(Candidate::quota, Candidate::decision)
                .containsExactly(
                        tuple("objects:objectstorage.download-traffic:region:cn-bj2", ALLOWED),
                        tuple("objects:objectstorage.download-traffic:region:hk", DENIED));
        assertThat(verdict(check(traffic, "1000000002", "By", Optional.empty()), objects)
                        .decision())
                .isEqualTo(DENIED);
    }

    @Test
    void unlimitedAllows() {
        Candidate candidate =
                candidate(bytes("1"), offer("vms", stored(Scope.of(ORGANIZATION, "o"), unlimited(), known("7"))));

        assertThat(candidate.decision()).isEqualTo(ALLOWED);
        assertThat(candidate.reason()).isEqualTo(Reason.UNLIMITED);
        assertThat(candidate.decidedBy()).isEqualTo("vms:storage.stored:organization:o");
    }

    @Test
    void unknownNeverAllows() {
        Offer media = offer("media", left(SPACE, "s", Amount.unknown()));

        assertThat(verdict(bytes("1"), media).decision()).isEqualTo(UNKNOWN);
        assertThat(candidate(bytes("1"), media).reason()).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void vendorThatNamesALimitAndSaysThatAllIsFreeIsNotBelieved() {
        Candidate candidate =
                candidate(bytes("1"), offer("media", left(Scope.of(SPACE, "s"), known("100"), unlimited())));

        assertThat(candidate.decision()).isEqualTo(UNKNOWN);
    }

    @Test
    void negativeRemainderDenies() {
        assertThat(verdict(bytes("0.1"), offer("drive", stored("100", "101"))).decision())
                .isEqualTo(DENIED);
    }

    @Test
    void limitOfZeroDeniesAlsoWhereItMayMeanNeverSet() {
        assertThat(verdict(bytes("1"), offer("drive", stored("0", "0"))).decision())
                .isEqualTo(DENIED);
    }

    @ParameterizedTest
    @CsvSource({"ARREARS, ACCOUNT_ARREARS", "SUSPENDED, ACCOUNT_SUSPENDED"})
    void accountThatMayUseNothingDeniesWhateverRemains(AccountState state, Reason reason) {
        Quota some = left(SPACE, "a", known("100"));
        Quota all = left(SPACE, "b", unlimited());
        Quota unknown = left(SPACE, "c", Amount.unknown());

        Verdict verdict = verdict(bytes("1"), offer("media", state, some, all, unknown));

        assertThat(verdict.decision()).isEqualTo(DENIED);
        assertThat(verdict.candidates())
                .allSatisfy(candidate -> {
                    assertThat(candidate.decision()).isEqualTo(DENIED);
                    assertThat(candidate.reason()).isEqualTo(reason);
                    assertThat(candidate.decidedBy()).isEqualTo(candidate.quota());
                })
                .extracting(Candidate::remaining)
                .containsExactly(some.remaining(), all.remaining(), unknown.remaining());
    }

    @ParameterizedTest
    @CsvSource({"ACTIVE", "UNKNOWN"})
    void otherAccountsDecideNothing(AccountState state) {
        assertThat(verdict(bytes("1"), offer("media", state, left(SPACE, "a", known("1"))))
                        .decision())
                .isEqualTo(ALLOWED);
    }

    @Test
    void candidatesAreTheSmallestScopes() {
        Offer drive = offer(
                "drive",
                left(ORGANIZATION, known("100")),
                left(DEPARTMENT, known("10")),
                left(PERSONAL, known("30")),
                left(GROUP, known("20")));

        assertThat(verdict(bytes("15"), drive).candidates())
                .extracting(Candidate::quota)
                .containsExactly(
                        "drive:storage.stored:personal",
                        "drive:storage.stored:group",
                        "drive:storage.stored:department");
    }

    @Test
    void parentThatHasTooLittleDenies() {
        Offer drive = offer("drive", left(ORGANIZATION, known("5")), left(PERSONAL, known("30")));

        Candidate candidate = candidate(bytes("6"), drive);

        assertThat(candidate.quota()).isEqualTo("drive:storage.stored:personal");
        assertThat(candidate.decision()).isEqualTo(DENIED);
        assertThat(candidate.decidedBy()).isEqualTo("drive:storage.stored:organization");
        assertThat(candidate.remaining()).isEqualTo(known("5"));
    }

    @Test
    void parentBindsWhereItHasLess() {
        Candidate candidate =
                candidate(bytes("5"), offer("drive", left(ORGANIZATION, known("5")), left(PERSONAL, unlimited())));

        assertThat(candidate.decision()).isEqualTo(ALLOWED);
        assertThat(candidate.reason()).isEqualTo(Reason.REMAINING);
        assertThat(candidate.decidedBy()).isEqualTo("drive:storage.stored:organization");
        assertThat(candidate.remaining()).isEqualTo(known("5"));
    }

    @Test
    void parentOfWhichNothingIsKnownKeepsItsPartsFromAllowing() {
        Candidate candidate =
                candidate(bytes("5"), offer("drive", left(ORGANIZATION, Amount.unknown()), left(PERSONAL, known("9"))));

        assertThat(candidate.decision()).isEqualTo(UNKNOWN);
        assertThat(candidate.decidedBy()).isEqualTo("drive:storage.stored:organization");
    }

    @Test
    void oneThatDeniesIsEnoughWhateverIsUnknownOfTheOthers() {
        Offer own = offer("drive", left(ORGANIZATION, Amount.unknown()), left(PERSONAL, known("4")));
        Offer parent = offer("drive", left(ORGANIZATION, known("4")), left(PERSONAL, Amount.unknown()));

        assertThat(verdict(bytes("5"), own).decision()).isEqualTo(DENIED);
        assertThat(candidate(bytes("5"), parent).decidedBy()).isEqualTo("drive:storage.stored:organization");
    }

    @Test
    void smallerScopeDecidesBetweenEquals() {
        Offer drive = offer("drive", left(ORGANIZATION, known("4")), left(PERSONAL, known("4")));

        assertThat(candidate(bytes("4"), drive).decidedBy()).isEqualTo("drive:storage.stored:personal");
        assertThat(candidate(bytes("5"), drive).decidedBy()).isEqualTo("drive:storage.stored:personal");
    }

    @Test
    void quotaOfAnotherMetricOrASettingIsNoParent() {
        Offer drive = offer(
                "drive",
                Quota.allocation(
                        new Metric("storage.allocated"), Unit.BYTE, Scope.of(ORGANIZATION), known("1"), known("1")),
                Quota.setting(Metric.STORAGE_STORED, Unit.BYTE, Scope.of(ORGANIZATION), known("0")),
                left(PERSONAL, known("9")));

        assertThat(candidate(bytes("9"), drive).decision()).isEqualTo(ALLOWED);
    }

    @Test
    void spacesAndRegionsStandBesideEachOther() {
        Offer media = offer("media", left(SPACE, "a", known("1")), left(SPACE, "b", known("9")));

        assertThat(verdict(bytes("5"), media).candidates())
                .extracting(Candidate::decision)
                .containsExactly(ALLOWED, DENIED);
    }

    @Test
    void settingIsNoCandidate() {
        Verdict verdict = verdict(
                bytes("1"),
                offer("drive", Quota.setting(Metric.STORAGE_STORED, Unit.BYTE, Scope.of(PERSONAL), unlimited())));

        assertThat(verdict.candidates()).isEmpty();
        assertThat(verdict.decision()).isEqualTo(UNKNOWN);
    }

    @Test
    void poolThatNobodyHasSetUpIsNoCandidateAndTheOrganizationIsAskedInItsPlace() {
        Quota unset = stored(Scope.of(PERSONAL), known("0"), known("0"));
        Offer drive = offer("drive", stored("100", "10"), unset);
        Offer used = offer("drive", stored("100", "10"), stored(Scope.of(PERSONAL), known("0"), known("1")));

        assertThat(candidate(bytes("90"), drive).quota()).isEqualTo("drive:storage.stored:organization");
        assertThat(verdict(bytes("90"), drive).decision()).isEqualTo(ALLOWED);
        assertThat(verdict(bytes("1", PERSONAL), drive).decision()).isEqualTo(UNKNOWN);
        assertThat(candidate(bytes("1"), used).decision()).isEqualTo(DENIED);
    }

    @Test
    void scopeChoosesTheCandidates() {
        Offer drive = offer("drive", left(ORGANIZATION, known("100")), left(PERSONAL, known("30")));
        Offer media = offer("media", left(SPACE, "a", known("1")), left(SPACE, "b", known("9")));

        assertThat(candidate(bytes("50", ORGANIZATION), drive, media).quota())
                .isEqualTo("drive:storage.stored:organization");
        assertThat(candidate(bytes("5", SPACE, "b"), drive, media).decision()).isEqualTo(ALLOWED);
        assertThat(verdict(bytes("5", SPACE), drive, media).candidates()).hasSize(2);
        assertThat(verdict(bytes("5", SPACE, "c"), drive, media).candidates()).isEmpty();
        assertThat(verdict(bytes("5", PERSONAL, "b"), drive, media).candidates())
                .isEmpty();
    }

    @Test
    void bestComesFirst() {
        Verdict verdict = verdict(
                bytes("5"),
                offer("a", left(SPACE, "x", known("4"))),
                offer("b", left(SPACE, "x", Amount.unknown())),
                offer("c", left(SPACE, "x", known("7"))),
                offer("d", left(SPACE, "x", unlimited())),
                offer("e", left(SPACE, "x", known("100.5"))),
                offer("f", left(SPACE, "x", known("7.0"))),
                offer("g", left(SPACE, "x", unlimited())),
                offer("h", left(SPACE, "x", known("4.5"))));

        assertThat(verdict.candidates())
                .extracting(Candidate::connection)
                .containsExactly("d", "g", "e", "c", "f", "h", "a", "b");
    }

    @Test
    void oneThatAllowsIsEnough() {
        Verdict verdict = verdict(
                bytes("5"),
                offer("a", left(SPACE, "x", known("4"))),
                offer("b", left(SPACE, "x", Amount.unknown())),
                silent("c"),
                offer("d", left(SPACE, "x", known("5"))));

        assertThat(verdict.decision()).isEqualTo(ALLOWED);
        assertThat(verdict.withoutNumbers()).containsExactly("c");
    }

    @Test
    void unknownAmongDeniersIsUnknown() {
        Verdict verdict = verdict(
                bytes("5"), offer("a", left(SPACE, "x", known("4"))), offer("b", left(SPACE, "x", Amount.unknown())));

        assertThat(verdict.decision()).isEqualTo(UNKNOWN);
    }

    @Test
    void connectionWithoutNumbersMayHaveRoom() {
        Verdict verdict = verdict(bytes("5"), offer("a", left(SPACE, "x", known("4"))), silent("b"));

        assertThat(verdict.decision()).isEqualTo(UNKNOWN);
        assertThat(verdict.withoutNumbers()).containsExactly("b");
    }

    @Test
    void nobodyToAskIsUnknown() {
        assertThat(verdict(bytes("5")).decision()).isEqualTo(UNKNOWN);
        assertThat(verdict(bytes("5"), offer("a")).decision()).isEqualTo(UNKNOWN);
        assertThat(verdict(bytes("5"), silent("a")).decision()).isEqualTo(UNKNOWN);
    }

    @Test
    void staleNumbersCountAndAreLabelled() {
        Candidate candidate = candidate(bytes("5"), stale("a", left(SPACE, "x", known("5"))));

        assertThat(candidate.decision()).isEqualTo(ALLOWED);
        assertThat(candidate.stale()).isTrue();
    }

    @Test
    void unitThatDoesNotConvertDecidesNothing() {
        Verdict verdict = verdict(
                check(Metric.STORAGE_STORED, "1", "{vm}", Optional.empty()), offer("a", left(SPACE, "x", known("5"))));

        assertThat(verdict.unit()).contains(Unit.BYTE);
        assertThat(verdict.candidates()).isEmpty();
    }

    @Test
    void idIsEncodedAsInTheReport() {
        assertThat(candidate(bytes("1"), offer("a", left(ScopeLevel.SPACE, "ü:x", known("5"))))
                        .quota())
                .isEqualTo("a:storage.stored:space:%C3%BC%3Ax");
    }
}
