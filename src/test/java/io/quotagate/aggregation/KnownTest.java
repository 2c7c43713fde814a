package io.quotagate.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quotagate.aggregation.Failure.Wish;
import io.quotagate.provider.Reason;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of two replicas knows better. */
class KnownTest {

    private static PackedSnapshot observed(long second) {
        return new PackedSnapshot(Instant.ofEpochSecond(second), second * 1_000_000_000L, new byte[0]);
    }

    private static Failure failed(long second) {
        return new Failure(
                Reason.UNAVAILABLE,
                "scripted",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.ofEpochSecond(second)),
                Optional.of(Instant.ofEpochSecond(second + 5)),
                (second + 5) * 1_000_000_000L,
                Wish.OURS,
                1);
    }

    @Test
    void newerSnapshotWins() {
        Known mine = new Known(observed(10), null);
        Known theirs = new Known(observed(11), null);

        assertThat(mine.or(theirs).snapshot()).isSameAs(theirs.snapshot());
        assertThat(theirs.or(mine)).isSameAs(theirs);
    }

    @Test
    void failureSinceTheSnapshotStandsBesideIt() {
        Known known = new Known(observed(10), null).or(new Known(observed(8), failed(12)));

        assertThat(known.snapshot()).isNotNull();
        assertThat(known.failure()).isNotNull();
    }

    @Test
    void failureBeforeTheSnapshotIsOver() {
        Known mine = new Known(observed(10), null);

        assertThat(mine.or(new Known(observed(5), failed(7)))).isSameAs(mine);
        assertThat(new Known(null, failed(7)).or(mine).failure()).isNull();
    }

    @Test
    void ownFailureSinceTheSnapshotStandsAlsoWhereTheWallClockWasSetBack() {
        Known mine = new Known(observed(10), failed(7));

        assertThat(mine.or(Known.NOTHING)).isSameAs(mine);
        assertThat(mine.outdated().or(Known.NOTHING).failure()).isSameAs(mine.failure());
    }

    @Test
    void laterFailureWins() {
        Known mine = new Known(null, failed(7));
        Known theirs = new Known(null, failed(9));

        assertThat(mine.or(theirs).failure()).isSameAs(theirs.failure());
        assertThat(theirs.or(mine)).isSameAs(theirs);
    }

    @Test
    void whatWasOutdatedIsTheNewestOnceTheStoreWasRead() {
        Known outdated = new Known(observed(10), null).outdated();

        Known known = outdated.or(Known.NOTHING);

        assertThat(outdated.isOutdated()).isTrue();
        assertThat(known.isOutdated()).isFalse();
        assertThat(known.snapshot()).isSameAs(outdated.snapshot());
    }

    @Test
    void whereNobodyAskedTheVendorWhoeverDidKnowsBetter() {
        Known mine = new Known(observed(10), null);
        Failure refused = new Failure(
                Reason.CIRCUIT_OPEN,
                "scripted",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.ofEpochSecond(20)),
                20_000_000_000L,
                Wish.OURS,
                0);

        assertThat(mine.or(new Known(null, refused))).isSameAs(mine);
        assertThat(Known.NOTHING.or(new Known(null, refused)).failure()).isSameAs(refused);
    }
}
