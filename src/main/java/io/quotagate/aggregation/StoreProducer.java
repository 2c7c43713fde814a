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
import java.util.random.RandomGenerator;

/** Chooses where replicas meet. */
class StoreProducer {

    /** @param redis there only where {@code quarkus.redis.hosts} is set */
    @Produces
    @Singleton
    SharedSnapshots shared(
            CacheConfig config,
            FetchConfig fetch,
            LocalSnapshots local,
            Tenants tenants,
            StoreState state,
            RandomGenerator random,
            Clock wall,
            MonotonicClock clock,
            Vertx vertx,
            InjectableInstance<Redis> redis) {
        LoneGateway alone = new LoneGateway(clock);
        return switch (config.store()) {
            case LOCAL -> alone;
            case REDIS -> {
                if (config.timeout().toMillis() < 1) {
                    throw new ConfigurationException("quotagate.cache.timeout: must be at least PT0.001S");
                }
                if (redis.listActive().isEmpty()) {
                    throw new ConfigurationException(
                            "quotagate.cache.store is redis, and quarkus.redis.hosts is not set");
                }
                String replica = Long.toHexString(random.nextLong());
                Redis client = redis.getActive();
                RedisSnapshots snapshots = new RedisSnapshots(
                        new RedisLink(client, config.timeout(), vertx),
                        new ChangeFeed(
                                client,
                                replica,
                                local,
                                (tenant, connection) ->
                                        tenants.find(tenant).flatMap(found -> found.connection(connection)),
                                state),
                        new StoreContents(new StoreEntries(wall, clock), state),
                        state,
                        alone,
                        replica,
                        fetch.timeout());
                snapshots.start();
                yield snapshots;
            }
        };
    }

    @Produces
    @Singleton
    Buckets buckets(MonotonicClock clock) {
        return new LocalBuckets(clock);
    }

    /** Before the client is closed: that is no loss to tell of. */
    void stop(@Observes ShutdownEvent event, SharedSnapshots shared) {
        if (shared instanceof RedisSnapshots snapshots) {
            snapshots.close();
        }
    }
}
