package io.quotagate.aggregation;

import io.quotagate.provider.FakeProvider;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Measure;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks, and what connections have for them, as tests need them. */
final class TestChecks {

    static final Instant OBSERVED = Instant.parse("2026-11-21T03:00:00.123Z");

    private TestChecks() {}

    /** So many more bytes. */
    static QuotaCheck bytes(String amount) {
        return check(Metric.STORAGE_STORED, amount, "By", Optional.empty());
    }

    static QuotaCheck bytes(String amount, ScopeLevel level, String... id) {
        return check(
                Metric.STORAGE_STORED,
                amount,
                "By",
                Optional.of(new QuotaCheck.Place(level, List.of(id).stream().findFirst())));
    }

    static QuotaCheck check(Metric metric, String amount, String unit, Optional<QuotaCheck.Place> place) {
        Measure measure = Measure.find(unit).orElseThrow();
        return new QuotaCheck(
                metric, measure.inBase(new BigDecimal(amount)), measure, Optional.empty(), Optional.empty(), place);
    }

    static Offer offer(String connection, Quota... quotas) {
        return offer(connection, AccountState.UNKNOWN, quotas);
    }

    static Offer offer(String connection, AccountState account, Quota... quotas) {
        return Offer.of(
                new Outcome.Fresh(FakeProvider.connection("acme", connection), snapshot(Account.of(account), quotas)));
    }

    static Offer stale(String connection, Quota... quotas) {
        return Offer.of(new Outcome.Stale(
                FakeProvider.connection("acme", connection), snapshot(Account.UNKNOWN, quotas), Optional.empty()));
    }

    static Offer silent(String connection) {
        return Offer.of(new Outcome.Missing(FakeProvider.connection("acme", connection), Failure.pending()));
    }

    private static Snapshot snapshot(Account account, Quota... quotas) {
        return new Snapshot(OBSERVED, 0, List.of(quotas), account, Optional.empty());
    }

    /** Of which the vendor says what remains. */
    static Quota left(ScopeLevel level, String id, Amount remaining) {
        return left(Scope.of(level, id), Amount.unknown(), remaining);
    }

    static Quota left(ScopeLevel level, Amount remaining) {
        return left(Scope.of(level), Amount.unknown(), remaining);
    }

    static Quota left(Scope scope, Amount limit, Amount remaining) {
        return new Quota(
                Metric.STORAGE_STORED, Kind.ALLOCATION, Unit.BYTE, scope, limit, Amount.unknown(), remaining, Set.of());
    }
}
