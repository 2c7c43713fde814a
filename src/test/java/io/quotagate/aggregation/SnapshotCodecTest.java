package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quotagate.provider.ProviderException;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Amount;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.Scope;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.quotagate.quota.VendorField;
import io.quotagate.quota.Warning;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {

    private static final Instant OBSERVED = Instant.parse("2026-11-21T03:00:00.123Z");

    private static Snapshot roundTrip(Snapshot snapshot) {
        return SnapshotCodec.unpack(SnapshotCodec.pack(snapshot));
    }

    private static Snapshot snapshot(Account account, Quota... quotas) {
        return new Snapshot(OBSERVED, 7, List.of(quotas), account, Optional.empty());
    }

    @Test
    void everyKindOfAmountComesBackAsItWas() {
        Quota allocation = Quota.allocation(
                Metric.STORAGE_STORED,
                Unit.BYTE,
                Scope.of(ScopeLevel.REGION, "cn-bj2").answeredFor("cn-sh1"),
                Amount.unlimited(new VendorField("GET /a", "/b/0", null, "By")),
                TestQuotas.known("12345678901234567890123456789.000000000123"));
        Quota balance = Quota.balance(
                new Metric("objectstorage.requests"),
                Unit.REQUEST,
                Scope.of(ScopeLevel.SPACE, "ü/ :%"),
                TestQuotas.known("-5"));
        Quota setting = Quota.setting(
                        new Metric("storage.default-size"), Unit.BYTE, Scope.of(ScopeLevel.GROUP), Amount.unknown())
                .with(Warning.MISSING, Warning.UNIT_INFERRED);
        Snapshot before = snapshot(
                new Account(AccountState.ARREARS, "9190086000001210958", null, "2", Map.of("ai", true, "wps", false)),
                allocation,
                balance,
                setting);

        Snapshot after = roundTrip(before);

        assertThat(after).isEqualTo(before);
    }

    @Test
    void numbersKeepTheirScale() {
        Quota quota = Quota.balance(
                Metric.STORAGE_STORED,
                Unit.BYTE,
                Scope.of(ScopeLevel.ORGANIZATION),
                Amount.reported(new BigDecimal("1.50"), TestQuotas.field("1.50")));

        Snapshot after = roundTrip(snapshot(Account.UNKNOWN, quota));

        assertThat(after.quotas().get(0).remaining().value()).isEqualTo(new BigDecimal("1.50"));
    }

    @Test
    void shortfallComesBack() {
        ProviderException shortfall = new ProviderException(Reason.UNAVAILABLE, "no service")
                .code("500")
                .orRequestId(Optional.of("r-1"));

        Optional<ProviderException> after = roundTrip(
                        new Snapshot(OBSERVED, 7, List.of(), Account.UNKNOWN, Optional.of(shortfall)))
                .shortfall();

        assertThat(after).hasValueSatisfying(same -> {
            assertThat(same.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(same.detail()).isEqualTo("no service");
            assertThat(same.vendorCode()).contains("500");
            assertThat(same.vendorRequestId()).contains("r-1");
        });
    }

    @Test
    void textsThatRepeatStandOnce() {
        Quota[] alike = new Quota[20];
        java.util.Arrays.fill(alike, TestQuotas.stored("10995116277760", "7939377152"));

        int one = SnapshotCodec.pack(snapshot(Account.UNKNOWN, alike[0])).content().length;
        int twenty = SnapshotCodec.pack(snapshot(Account.UNKNOWN, alike)).content().length;

        assertThat(twenty).isLessThan(one * 12);
    }

    @Test
    void otherBytesAreRefused() {
        PackedSnapshot foreign = new PackedSnapshot(OBSERVED, 7, new byte[] {1, 2, 3});

        assertThatThrownBy(() -> SnapshotCodec.unpack(foreign)).isInstanceOf(UncheckedIOException.class);
    }
}
