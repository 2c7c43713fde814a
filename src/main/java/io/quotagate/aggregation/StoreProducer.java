package io.quotagate.aggregation;

import io.quarkus.arc.InjectableInstance;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quotagate.provider.Buckets;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.LocalBuckets;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses where replicas meet. */
class StoreProducer {

    /** The way to the shared store, where there is one. */
    record StoreLink(Optional<RedisLink> toRedis) {}

    /** @param redis there only where {@code quarkus.redis.hosts} is set */
    @Produces
    @Singleton
    StoreLink link(CacheConfig config, Vertx vertx, InjectableInstance<Redis> redis) {
        return switch (config.store()) {
            case LOCAL -> new StoreLink(Optional.empty());
            case REDIS -> {
                if (config.timeout().toMillis() < 1) {
                    throw new ConfigurationException("quotagate.cache.timeout: must be at least PT0.001S");
                }
                if (redis.listActive().isEmpty()) {
                    throw new ConfigurationException(
                            "quotagate.cache.store is redis, and quarkus.redis.hosts is not set");
                }
                yield new StoreLink(Optional.of(new RedisLink(redis.getActive(), config.timeout(), vertx)));
            }
        };
    }

    @Produces
    @Singleton
    SharedSnapshots shared(
            StoreLink link,
            FetchConfig fetch,
            LocalSnapshots local,
            Tenants tenants,
            StoreState state,
            RandomGenerator random,
            Clock wall,
            MonotonicClock clock,
            InjectableInstance<Redis> redis) {
        LoneGateway alone = new LoneGateway(clock);
        if (link.toRedis().isEmpty()) {
            return alone;
        }
        String replica = Long.toHexString(random.nextLong());
        RedisSnapshots snapshots = new RedisSnapshots(
                link.toRedis().get(),
                new ChangeFeed(
                        redis.getActive(),
                        replica,
                        local,
                        (tenant, connection) -> tenants.find(tenant).flatMap(found -> found.connection(connection)),
                        state),
                new StoreContents(new StoreEntries(wall, clock), state),
                state,
                alone,
                replica,
                fetch.timeout(),
                clock);
        snapshots.start();
        return snapshots;
    }

    @Produces
    @Singleton
    Buckets buckets(StoreLink link, StoreState state, MonotonicClock clock) {
        LocalBuckets alone = new LocalBuckets(clock);
        return link.toRedis()
                .<Buckets>map(redis -> new RedisBuckets(redis, new RationScripts(), state, alone))
                .orElse(alone);
    }

    /** Before the client is closed: that is no loss to tell of. */
    void stop(@Observes ShutdownEvent event, SharedSnapshots shared) {
        if (shared instanceof RedisSnapshots snapshots) {
            snapshots.close();
        }
    }
}
