package io.quotagate.aggregation;

import io.quotagate.provider.MonotonicClock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses where replicas meet. */
class StoreProducer {

    @Produces
    @Singleton
    SharedSnapshots shared(MonotonicClock clock) {
        return new LoneGateway(clock);
    }
}
