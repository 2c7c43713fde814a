package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.ConnectionKey;
import io.quotagate.provider.Patience;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalSnapshotsTest {

    private static final int CONTENT_BYTES = 800;

    /** Room for about a hundred snapshots. */
    private static final CacheConfig SMALL = new CacheOf(100_000);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LocalSnapshots local = new LocalSnapshots(SMALL, meters);

    private static ConnectionKey key(int number) {
        return new ConnectionKey("tenant-" + number, "main", "v1");
    }

    private void keep(int number, int bytes) {
        var unused = local.update(
                key(number), before -> new Known(new PackedSnapshot(Instant.EPOCH, 0, new byte[bytes]), null));
    }

    private boolean isKnown(int number) {
        return local.find(key(number)) != Known.UNSEEN;
    }

    @Test
    void memoryIsBoundedByWeightNotByCount() {
        for (int number = 0; number < 1_000; number++) {
            keep(number, CONTENT_BYTES);
        }
        Patience.until("the bound holds", () -> local.size() <= 100);
        for (int number = 0; number < 1_000; number++) {
            keep(number, 10 * CONTENT_BYTES);
        }
        Patience.until("larger ones are fewer", () -> local.size() <= 12);
    }

    @Test
    void whatIsReadStaysAndWhatIsNotLeavesFirst() {
        List<Integer> read = List.of(0, 1, 2);
        for (int number = 0; number < 1_000; number++) {
            keep(number, CONTENT_BYTES);
            if (number > 2) {
                assertThat(read).allMatch(this::isKnown);
            }
        }
        Patience.until("the bound holds", () -> local.size() <= 100);

        assertThat(read).allMatch(this::isKnown);
    }

    @Test
    void evictionsAreCounted() {
        for (int number = 0; number < 1_000; number++) {
            keep(number, CONTENT_BYTES);
        }

        Patience.until(
                "evictions are seen",
                () -> meters.get("cache.evictions")
                                .tag("cache", "snapshots")
                                .functionCounter()
                                .count()
                        > 800);
    }

    @Test
    void changeKeepsWhatItDoesNotTouch() {
        keep(1, CONTENT_BYTES);

        local.outdate(key(1));
        local.outdate(key(2));

        assertThat(local.find(key(1)).isOutdated()).isTrue();
        assertThat(local.find(key(1)).snapshot()).isNotNull();
        assertThat(isKnown(2)).isFalse();
    }
}
