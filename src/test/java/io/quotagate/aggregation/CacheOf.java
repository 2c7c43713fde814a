package io.quotagate.aggregation;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/** Caches that take no more than so many bytes each. */
public record CacheOf(long bytes) implements CacheConfig {

    @Override
    public Store store() {
        return Store.LOCAL;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Optional<MemorySize> snapshots() {
        return Optional.of(new MemorySize(BigInteger.valueOf(bytes)));
    }

    @Override
    public Optional<MemorySize> reports() {
        return snapshots();
    }

    @Override
    public Optional<MemorySize> answers() {
        return snapshots();
    }

    @Override
    public Optional<MemorySize> checks() {
        return snapshots();
    }
}
