package io.quotagate.api;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.provider.MonotonicClock;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Has the gateway stop without losing what it was asked: first it is not ready any more, and each answer of HTTP/1 is the last of
 * its connection; then nobody new is let in; and when what is under way has ended, or took too long, it goes.
 */
@Singleton
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final DrainConfig config;
    private final Leaving leaving;
    private final CallerSockets sockets;
    private final EventStreams streams;
    private final QuotaAggregator aggregator;
    private final MonotonicClock clock;

    Drain(
            DrainConfig config,
            Leaving leaving,
            CallerSockets sockets,
            EventStreams streams,
            QuotaAggregator aggregator,
            MonotonicClock clock) {
        this.config = config;
        this.leaving = leaving;
        this.sockets = sockets;
        this.streams = streams;
        this.aggregator = aggregator;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        if (config.delay().isNegative() || config.timeout().isNegative()) {
            throw new ConfigurationException("quotagate.drain.delay and quotagate.drain.timeout: must not be below 0");
        }
    }

    /** While all is still there. Has the thread wait that stops the gateway, which is no event loop. */
    void stop(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        leaving.begin();
        pause(config.delay());
        long end = clock.nanos() + config.timeout().toNanos();
        long lastQuarter = end - config.timeout().toNanos() / 4;
        boolean announced = false;
        sockets.close();
        streams.end();
        int busy = sockets.leaveTheIdle();
        while ((busy > 0 || aggregator.isFetching()) && clock.nanos() - end < 0) {
            if (!announced && clock.nanos() - lastQuarter >= 0) {
                sockets.announceEnd();
                announced = true;
            }
            pause(BETWEEN_LOOKS);
            busy = sockets.leaveTheIdle();
        }
        if (busy > 0) {
            LOG.warnf("%d connections of callers are cut, as they took longer than quotagate.drain.timeout", busy);
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
}
