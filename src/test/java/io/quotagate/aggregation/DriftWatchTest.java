package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FakeProvider;
import io.quotagate.provider.Reason;
import io.quotagate.provider.TestQuotas;
import io.quotagate.provider.Undocumented;
import io.quotagate.quota.Account;
import io.quotagate.quota.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftWatchTest {

    private static final Undocumented NEW_FIELD = new Undocumented(Set.of(5), Set.of());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DriftWatch watch = new DriftWatch(new FetchMetrics(registry));
    private final Connection connection = FakeProvider.connection("acme", "main");

    private static Snapshot snapshot(String used) {
        return new Snapshot(
                Instant.parse("2026-11-21T03:00:00Z"),
                7,
                List.of(TestQuotas.stored("700000", used)),
                Account.UNKNOWN,
                Optional.empty());
    }

    private static Failure failure(Reason reason) {
        return new Failure(
                reason,
                "scripted",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Failure.Wish.OURS,
                1);
    }

    private double counted(DriftKind kind) {
        return registry.get("quotagate.contract.drift")
                .tags("provider", "fake", "kind", kind.name().toLowerCase(Locale.ROOT))
                .counter()
                .count();
    }

    @Test
    void snapshotIsHeldAgainstTheLastOne() {
        PackedSnapshot last = SnapshotCodec.pack(watch.watched(connection, null, snapshot("1000"), Undocumented.NONE));

        Snapshot next = watch.watched(connection, last, snapshot("1000000"), Undocumented.NONE);

        assertThat(next.quotas().get(0).warnings()).containsExactly(Warning.UNIT_SHIFT);
        assertThat(next.quotas().get(0).used().text()).isEqualTo("1000000");
        assertThat(counted(DriftKind.UNIT_SHIFT)).isEqualTo(1);
    }

    @Test
    void firstOfAKindIsSaidAndTheOthersAreCounted() {
        Connection other = FakeProvider.connection("acme", "other");
        try (HeardLines heard = HeardLines.of(DriftWatch.class.getName())) {
            var first = watch.watched(connection, null, snapshot("1"), NEW_FIELD);
            var second = watch.watched(other, null, snapshot("1"), NEW_FIELD);

            assertThat(heard.lines()).singleElement().asString().contains("'fake'", "unknown_field");
            assertThat(first.memory()).isEqualTo(second.memory());
        }
        assertThat(counted(DriftKind.UNKNOWN_FIELD)).isEqualTo(2);
    }

    @Test
    void membersOfAnotherTypeAreCountedHoweverManyNewNamesThereWere() {
        Set<Integer> names = IntStream.range(0, 100).boxed().collect(Collectors.toSet());
        Snapshot flooded = watch.watched(connection, null, snapshot("1"), new Undocumented(names, Set.of()));

        Snapshot next = watch.watched(
                connection, SnapshotCodec.pack(flooded), snapshot("1"), new Undocumented(names, Set.of(1_000)));
        var last = watch.watched(
                connection, SnapshotCodec.pack(next), snapshot("1"), new Undocumented(names, Set.of(1_000)));

        assertThat(last.memory()).isEqualTo(next.memory());
        assertThat(counted(DriftKind.RETYPED_FIELD)).isEqualTo(1);
        assertThat(counted(DriftKind.UNKNOWN_FIELD)).isEqualTo(32);
    }

    @Test
    void answersThatAreNotUnderstoodAreCountedOnceInARow() {
        Failure violation = failure(Reason.CONTRACT_VIOLATION);

        watch.failed(connection, null, violation);
        watch.failed(connection, violation, violation);
        assertThat(counted(DriftKind.VIOLATION)).isEqualTo(1);
        watch.failed(connection, failure(Reason.TIMEOUT), violation);

        assertThat(counted(DriftKind.VIOLATION)).isEqualTo(2);
    }

    @Test
    void otherFailuresAreNoDrift() {
        watch.failed(connection, null, failure(Reason.TIMEOUT));

        assertThat(registry.find("quotagate.contract.drift").counters()).isEmpty();
    }
}
