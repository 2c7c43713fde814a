package io.quotagate.aggregation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quotagate.provider.Buckets;
import io.quotagate.provider.Connection;
import io.quotagate.provider.FetchConfig;
import io.quotagate.provider.FetchSettings;
import io.quotagate.provider.MovableClock;
import io.quotagate.provider.QuotaProvider;
import io.quotagate.provider.Rations;
import io.quotagate.provider.TestConnections;
import io.quotagate.provider.Timeline;
import io.quotagate.quota.Thresholds;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** What keeps connections fresh in a gateway, in a time that is simulated. */
final class SimulatedGateway {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** But for what counts calls twice, and for what runs on real time. */
    private static final FetchConfig USUAL =
            FetchSettings.of(Map.of("retry.percent", "0", "breaker.failures", "1000000"));

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final LocalSnapshots local = new LocalSnapshots(new CacheOf(100_000_000), meters);
    private final KeepFresh keepFresh;
    private final Timeline time;

    /** @param seed makes one replica choose other moments than the next */
    SimulatedGateway(
            List<SimulatedVendor> vendors,
            List<Connection> connections,
            Buckets buckets,
            SharedSnapshots shared,
            MovableClock clock,
            Timeline time,
            Vertx vertx,
            long seed) {
        this.time = time;
        Rations rations = new Rations(buckets, time, clock);
        Tenants tenants = new Tenants(clock, new Nobody<>());
        tenants.publish(
                "simulation",
                List.of(new Tenant("simulation", Optional.empty(), List.of(), Thresholds.DEFAULT, connections)));
        Providers providers = new Providers(
                vendors.stream()
                        .<QuotaProvider>map(vendor -> vendor.in(rations))
                        .toList(),
                tenants);
        FetchMetrics metrics = new FetchMetrics(meters);
        SplittableRandom random = new SplittableRandom(seed);
        Fetches fetches = new Fetches(
                local,
                shared,
                providers,
                rations,
                USUAL,
                new AtOnce(),
                metrics,
                TestConnections.nobodysSpans(),
                random,
                clock,
                clock);
        Snapshots snapshots = new Snapshots(local, shared, fetches, new AtOnce(), metrics, clock);
        this.keepFresh = new KeepFresh(tenants, snapshots, fetches, rations, clock, vertx, random);
    }

    /** Looks once a second from then on. */
    void start(Duration after) {
        time.after(after, this::look);
    }

    private void look() {
        keepFresh.look();
        time.after(LOOK, this::look);
    }

    double throttled() {
        return meters.find("quotagate.vendor.throttled").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private static final class AtOnce implements RefreshConfig {

        @Override
        public Duration coolDown() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration spread() {
            return Duration.ZERO;
        }
    }
}
