package io.quotagate.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The buckets of this process alone. One that is full is not remembered: it is as good as a new one. */
public final class LocalBuckets implements Buckets {

    /** Far more than a gateway can empty at once; some 20 MB of them. */
    private static final int MOST = 100_000;

    private final MonotonicClock clock;
    private final Cache<String, Bucket> buckets;

    public LocalBuckets(MonotonicClock clock) {
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.writing(
                        (String key, Bucket bucket) -> Duration.ofNanos(bucket.memoryNanos(clock.nanos()))))
                .ticker(clock::nanos)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public CompletableFuture<Taken> take(String key, Pace pace, int wanted) {
        long now = clock.nanos();
        Taken[] taken = new Taken[1];
        change(key, now, bucket -> {
            Bucket.Drawn drawn = bucket.draw(pace, wanted, now);
            taken[0] = drawn.taken();
            return drawn.left();
        });
        return CompletableFuture.completedFuture(taken[0]);
    }

    @Override
    public void late(String key, Pace pace) {
        long now = clock.nanos();
        change(key, now, bucket -> bucket.late(pace, now));
    }

    @Override
    public void throttled(String key, Pace pace) {
        long now = clock.nanos();
        change(key, now, bucket -> bucket.throttled(pace, now));
    }

    private void change(String key, long now, UnaryOperator<Bucket> change) {
        var unused = buckets.asMap()
                .compute(key, (same, before) -> change.apply(before == null ? Bucket.full(now) : before));
    }

    /** How many are not full. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }
}
