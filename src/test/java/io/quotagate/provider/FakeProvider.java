package io.quotagate.provider;

import io.quotagate.quota.Account;
import io.quotagate.quota.AccountState;
import io.quotagate.quota.Kind;
import io.quotagate.quota.Metric;
import io.quotagate.quota.Quota;
import io.quotagate.quota.ScopeLevel;
import io.quotagate.quota.Unit;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A vendor that says what a test tells it to say, and counts how often it was asked. */
@ApplicationScoped
public class FakeProvider implements QuotaProvider {

    public static final String ID = "fake";

    private static final Catalogue CATALOGUE = new Catalogue(
            "Fake",
            "https://example.com",
            List.of(new Catalogue.Entry(
                    Metric.STORAGE_STORED,
                    Kind.ALLOCATION,
                    Unit.BYTE,
                    List.of(ScopeLevel.ORGANIZATION),
                    List.of("limit"),
                    List.of("used"),
                    List.of())),
            Optional.of("fake."),
            List.of(),
            new ConnectionSchema(List.of(), List.of()));

    private final Clock clock;
    private final Map<ConnectionKey, Supplier<Uni<Observation>>> scripts = new ConcurrentHashMap<>();
    private final Map<ConnectionKey, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<ConnectionKey, AtomicInteger> farewells = new ConcurrentHashMap<>();

    FakeProvider(Clock clock) {
        this.clock = clock;
    }

    /** One that no container knows. */
    public static FakeProvider alone(Clock clock) {
        return new FakeProvider(clock);
    }

    public static Connection connection(String tenant, String id) {
        return TestConnections.connection(tenant, id, ID, "http://127.0.0.1:1", Map.of(), Map.of());
    }

    public void says(Connection connection, Quota... quotas) {
        answers(
                connection,
                () -> Uni.createFrom()
                        .item(Observation.of(clock.instant(), List.of(quotas), Account.of(AccountState.ACTIVE))));
    }

    public void fails(Connection connection, Reason reason) {
        answers(connection, () -> Uni.createFrom().failure(new ProviderException(reason, "scripted")));
    }

    public void hangs(Connection connection) {
        answers(connection, () -> Uni.createFrom().nothing());
    }

    public void answers(Connection connection, Supplier<Uni<Observation>> script) {
        scripts.put(connection.key(), script);
    }

    public int calls(Connection connection) {
        return calls.getOrDefault(connection.key(), new AtomicInteger()).get();
    }

    /** How often it was told to forget the connection. */
    public int farewells(Connection connection) {
        return farewells.getOrDefault(connection.key(), new AtomicInteger()).get();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Catalogue catalogue() {
        return CATALOGUE;
    }

    @Override
    public Uni<Observation> fetch(Connection connection, Deadline deadline) {
        calls.computeIfAbsent(connection.key(), key -> new AtomicInteger()).incrementAndGet();
        return scripts.getOrDefault(connection.key(), () -> Uni.createFrom().nothing())
                .get();
    }

    @Override
    public Uni<Void> forget(Connection connection) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> farewells
                        .computeIfAbsent(connection.key(), key -> new AtomicInteger())
                        .incrementAndGet());
    }
}
