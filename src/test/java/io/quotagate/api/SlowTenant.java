package io.quotagate.api;

import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Observation;
import io.quotagate.provider.TestQuotas;
import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tenant whose vendor takes a second and a half for an answer; its key is {@code k-} and its id. */
final class SlowTenant {

    private SlowTenant() {}

    static void moveIn(String id, Tenants tenants, FakeProvider vendor, Clock clock) {
        Connection slow = FakeProvider.connection(id, "one");
        ApiKey key =
                new ApiKey("ci", ApiKey.digest("k-" + id), Set.of(Permission.READ), Optional.empty(), Optional.empty());
        tenants.publish(
                "test", List.of(new Tenant(id, Optional.empty(), List.of(key), Thresholds.DEFAULT, List.of(slow))));
        vendor.answers(
                slow,
                () -> Uni.createFrom()
                        .item(() -> Observation.of(
                                clock.instant(),
                                List.of(TestQuotas.stored("10", "1")),
                                Account.of(AccountState.ACTIVE)))
                        .onItem()
                        .delayIt()
                        .by(Duration.ofMillis(1_500)));
    }
}
