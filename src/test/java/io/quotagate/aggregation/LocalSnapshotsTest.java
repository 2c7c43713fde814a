package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
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

    @CanIgnoreReturnValue
    private Known keep(int number, int bytes) {
        return local.update(
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
    void whateverLeavesIsToldThatItDid() {
        Known first = keep(1, CONTENT_BYTES);
        Known second = keep(1, CONTENT_BYTES);
        assertThat(first.mark().isDropped()).isTrue();
        assertThat(second.mark().isDropped()).isFalse();

        local.outdate(key(1));
        assertThat(second.mark().isDropped()).isTrue();

        Known third = keep(1, CONTENT_BYTES);
        local.outdateAll();
        assertThat(third.mark().isDropped()).isTrue();

        Known fourth = keep(1, CONTENT_BYTES);
        local.forget(List.of(key(1)));
        assertThat(fourth.mark().isDropped()).isTrue();

        Known fifth = keep(1, CONTENT_BYTES);
        for (int number = 2; number < 1_000; number++) {
            keep(number, CONTENT_BYTES);
        }
        Patience.until("it is evicted", () -> !isKnown(1));
        assertThat(fifth.mark().isDropped()).isTrue();
    }

    @Test
    void whatIsLeftAsItIsStays() {
        Known known = keep(1, CONTENT_BYTES);

        Known same = local.update(key(1), before -> before.or(Known.NOTHING));

        assertThat(same).isSameAs(known);
        assertThat(known.mark().isDropped()).isFalse();
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
