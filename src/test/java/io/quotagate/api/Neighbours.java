package io.quotagate.api;

import static io.quotagate.provider.TestQuotas.stored;

import io.quotagate.provider.Connection;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Rate;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.ApiKey;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tenants whose connections differ in nothing but their tenant, each with numbers of its own, and whoever may come
 * along: nobody lives at {@code absent}.
 */
final class Neighbours implements AutoCloseable {

    static final String QUOTA = "drive:storage.stored:organization";
    static final String USED_BY_OWN = "1000000007";
    static final String USED_BY_FOREIGN = "2200000033";
    static final String USED_BY_THIRD = "3300000091";

    private static final String SOURCE = "neighbours";
    private static final AtomicInteger STREETS = new AtomicInteger();
    private static final Set<Permission> ALL = Set.of(Permission.READ, Permission.REFRESH);

    private final int street = STREETS.incrementAndGet();
    private final Tenants tenants;
    private final FakeProvider vendor;
    private final Clock clock;
    private final List<ApiKey> keysOfOwn = new ArrayList<>();

    final String own = "own-" + street;
    final String foreign = "foreign-" + street;
    final String third = "third-" + street;
    final String absent = "absent-" + street;

    final Visitor reader = withKey("reader");
    final Visitor refresher = withKey("refresher");
    final Visitor full = withKey("full");
    /** Has the key that stands at {@code own} and at {@code third}, to refresh only there. */
    final Visitor shared = withKey("shared");

    final Visitor foreigner = withKey("foreigner");

    Neighbours(Tenants tenants, FakeProvider vendor, Clock clock) {
        this.tenants = tenants;
        this.vendor = vendor;
        this.clock = clock;
        keysOfOwn.addAll(List.of(
                key("reader", Set.of(Permission.READ)),
                key("refresher", Set.of(Permission.REFRESH)),
                key("full", ALL),
                key("shared", Set.of(Permission.READ)),
                expiring("expired", -1)));
        says(own, USED_BY_OWN);
        says(foreign, USED_BY_FOREIGN);
        says(third, USED_BY_THIRD);
        moveIn();
    }

    private Visitor withKey(String name) {
        return Visitor.withKeys(name, text(name));
    }

    private String text(String name) {
        return "k-" + name + "-" + street;
    }

    private ApiKey key(String name, Set<Permission> permissions) {
        return new ApiKey(name, ApiKey.digest(text(name)), permissions, Optional.empty(), Optional.empty());
    }

    private ApiKey expiring(String name, long seconds) {
        return new ApiKey(
                name,
                ApiKey.digest(text(name)),
                ALL,
                Optional.of(clock.instant().plusSeconds(seconds)),
                Optional.empty());
    }

    private void moveIn() {
        tenants.publish(
                SOURCE,
                List.of(
                        tenant(own, keysOfOwn.toArray(ApiKey[]::new)),
                        tenant(foreign, key("foreigner", ALL)),
                        tenant(third, key("shared", ALL))));
    }

    private Tenant tenant(String id, ApiKey... keys) {
        return new Tenant(
                id,
                Optional.of("The " + id),
                Arrays.asList(keys),
                Thresholds.DEFAULT,
                List.of(connection(id, "drive"), connection(id, "media")));
    }

    /** The same in each tenant: the same id, URL, and definition. */
    Connection connection(String tenant, String id) {
        Connection any = FakeProvider.connection(tenant, id);
        return new Connection(
                new ConnectionKey(tenant, id, "definition-" + street),
                any.provider(),
                any.endpoint(),
                any.freshFor(),
                any.staleFor(),
                any.refresh(),
                any.settings(),
                any.credentials());
    }

    void says(String tenant, String used) {
        vendor.says(connection(tenant, "drive"), stored("9999999999", used));
        vendor.says(connection(tenant, "media"), stored("9999999999", used));
    }

    /** How often the vendors of a tenant were asked. */
    int calls(String tenant) {
        return vendor.calls(connection(tenant, "drive")) + vendor.calls(connection(tenant, "media"));
    }

    /** Gives somebody a key of {@code own} for so long. */
    Visitor lodger(long seconds) {
        keysOfOwn.add(expiring("lodger", seconds));
        moveIn();
        return withKey("lodger");
    }

    /** Gives somebody a key of {@code own} that may ask so often. */
    Visitor limited(String name, String rate) {
        keysOfOwn.add(
                new ApiKey(name, ApiKey.digest(text(name)), ALL, Optional.empty(), Optional.of(Rate.parse(rate))));
        moveIn();
        return withKey(name);
    }

    /** Everybody who may do something at {@code own} and nothing at {@code foreign}. */
    List<Visitor> tenantsOfOwn() {
        return List.of(reader, refresher, full, shared);
    }

    /** Everybody without valid credentials. */
    List<Visitor> strangers() {
        return List.of(
                new Visitor("nobody", List.of()),
                Visitor.withKeys("empty key", ""),
                Visitor.withKeys("unknown key", "k-unknown"),
                Visitor.withKeys("expired key", text("expired")),
                Visitor.withKeys("two keys", text("full"), text("foreigner")),
                Visitor.withKeys("the same key twice", text("full"), text("full")),
                Visitor.withKeys("two keys in one", text("full") + "," + text("foreigner")),
                Visitor.withKeys("digest of a key", ApiKey.digest(text("full"))),
                new Visitor("key as a token", List.of("Authorization: Bearer " + text("full"))),
                new Visitor("key as a password", List.of("Authorization: Basic " + text("full"))),
                new Visitor("key under another name", List.of("X-Api_Key: " + text("full"))),
                new Visitor("key as a cookie", List.of("Cookie: X-API-Key=" + text("full"))));
    }

    /** A key and a token, whatever they are worth. */
    Visitor ofTwoKinds() {
        return new Visitor("key and token", List.of("X-API-Key: " + text("full"), "Authorization: Bearer x"));
    }

    @Override
    public void close() {
        tenants.publish(SOURCE, List.of());
    }
}
