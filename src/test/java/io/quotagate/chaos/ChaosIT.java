package io.quotagate.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.quotagate.aggregation.RealRedis;
import io.quotagate.chaos.Temper.Mood;
import io.quotagate.provider.Patience;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged gateways on one Redis under load, four vendors that do everything wrong that a vendor can, restarts, set
 * clocks and a store that goes away. {@code -Dquotagate.chaos.seconds} makes it longer, {@code -Dquotagate.chaos.seed}
 * has the same faults in the same order.
 */
@Tag("jvm") // An agent steps its clocks.
class ChaosIT {

    static final Duration FETCH_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration FRESH_FOR = Duration.ofSeconds(3);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);
    /** What a fetch, a reader's next look and a busy machine add. */
    private static final Duration SLACK = Duration.ofSeconds(4);

    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final int READERS = 6;

    private final Duration length = Duration.ofSeconds(Integer.getInteger("quotagate.chaos.seconds", 120));
    private final long seed =
            Long.getLong("quotagate.chaos.seed", ThreadLocalRandom.current().nextInt(1_000_000));

    @TempDir
    Path folder;

    private final Tenancy tenancy = new Tenancy();
    private final Speeches speeches = new Speeches();
    private final Complaints complaints = new Complaints();
    private final Recovery recovery = new Recovery();
    private final Map<Vendor, LyingVendor> vendors = new EnumMap<>(Vendor.class);
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final TruthCheck truth = new TruthCheck(speeches, gateways, complaints);
    private final RealRedis redis = RealRedis.start();

    @BeforeEach
    void startAll() throws IOException {
        System.out.println("chaos: seed " + seed + ", " + length.toSeconds() + " s");
        for (Vendor vendor : Vendor.values()) {
            vendors.put(
                    vendor, new LyingVendor(vendor, tenancy.of(vendor), seed + vendor.ordinal(), speeches, complaints));
        }
        Map<Vendor, String> urls = vendors.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().url()));
        Path tenants = Files.writeString(folder.resolve("tenants.yaml"), tenancy.yaml(urls));
        Map<String, String> environment = Map.of(
                "QUOTAGATE_TENANTS", tenants.toString(),
                "QUOTAGATE_EGRESS_ALLOW", "127.0.0.1",
                "QUOTAGATE_CACHE_STORE", "redis",
                "QUARKUS_REDIS_HOSTS", redis.url(),
                "QUOTAGATE_FETCH_TIMEOUT", FETCH_TIMEOUT.toString(),
                "QUOTAGATE_FRESHNESS_FRESH_FOR", FRESH_FOR.toString(),
                "QUOTAGATE_FETCH_BACK_OFF_MAX", LONGEST_BACK_OFF.toString(),
                "QUOTAGATE_REFRESH_COOL_DOWN", "PT2S");
        gateways.add(new Gateway("steady", folder, environment));
        gateways.add(new Gateway("other", folder, environment));
        gateways.forEach(Gateway::awaitReady);
    }

    @AfterEach
    void endAll() {
        readers.forEach(Reader::finish);
        gateways.forEach(Gateway::close);
        vendors.values().forEach(LyingVendor::close);
        redis.close();
    }

    private void startReaders() {
        ReportCheck check = new ReportCheck(new FormCheck(complaints), truth, tenancy, recovery, complaints);
        IntStream.range(0, READERS)
                .mapToObj(nth -> new Reader(seed + nth, gateways, tenancy, check, complaints))
                .forEach(reader -> {
                    readers.add(reader);
                    start(reader);
                });
    }

    @CanIgnoreReturnValue
    private Thread start(Runnable task) {
        Thread thread = new Thread(task, task.getClass().getSimpleName());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (dead, bug) -> complaints.add("the test itself failed", bug + " at " + bug.getStackTrace()[0]));
        threads.add(thread);
        thread.start();
        return thread;
    }

    /** Has everything fail for as long as it should, and tells what a gateway held when it was warm. */
    private Level storm() throws InterruptedException {
        Weather weather = new Weather(seed, vendors.values());
        Thread turning = start(weather);
        Storm.await(WARM_UP);
        Level warm = Level.of(gateways.get(0).process());
        new Storm(gateways.get(0), gateways.get(1), redis, seed).rage(length.minus(WARM_UP));
        weather.end();
        turning.join();
        vendors.values().forEach(vendor -> vendor.turn(Mood.CALM));
        return warm;
    }

    private void join() throws InterruptedException {
        readers.forEach(Reader::finish);
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(30).toMillis());
        }
    }

    private static Set<Fault> metBy(LyingVendor vendor) {
        return vendor.met().keySet();
    }

    private List<String> whatIsSaidAboutSecrets() {
        List<String> lines = new ArrayList<>();
        gateways.forEach(gateway -> {
            lines.addAll(gateway.log());
            lines.addAll(gateway.process().manage("/metrics").body().lines().toList());
        });
        return lines.stream()
                .filter(line -> line.contains(Account.CANARY) || line.contains(Scene.MARK))
                .toList();
    }

    /** The other one is ended under load, which its framework has much to say of. */
    private static List<String> tracesIn(List<String> log) {
        return log.stream()
                .filter(line -> line.startsWith("\tat ") || line.contains("Exception"))
                .limit(60)
                .toList();
    }

    @Test
    void nothingWrongIsShownAndNothingLeaksWhateverFails() throws InterruptedException {
        startReaders();
        Level warm = storm();
        recovery.begin(gateways, tenancy.accounts());
        Duration bound = FRESH_FOR.plus(LONGEST_BACK_OFF).plus(SLACK);
        Patience.until(bound.multipliedBy(5), "everything is well again", recovery::isComplete);
        join();

        System.out.println("chaos: recovered in " + recovery.longest() + "; " + summary());
        vendors.forEach(
                (vendor, it) -> assertThat(metBy(it)).as(vendor.provider()).containsAll(faults()));
        assertThat(truth.sawSetClock()).as("clocks were set").isTrue();
        assertThat(complaints.kept()).as(complaints.counts()).isEmpty();
        assertThat(recovery.longest()).isLessThan(bound);
        assertThat(whatIsSaidAboutSecrets()).isEmpty();
        assertThat(tracesIn(gateways.get(0).log())).isEmpty();
        // A store that has come and gone several times is left alone for a minute at most.
        Patience.until(
                Duration.ofSeconds(90),
                "all share the store again",
                () -> gateways.stream().allMatch(ChaosIT::sharesAgain));
        System.out.println(
                "chaos: " + warm + ", at the end " + Level.of(gateways.get(0).process()));
        Patience.until(
                Duration.ofSeconds(30),
                "it holds no more than " + warm,
                () -> Level.of(gateways.get(0).process()).isNoHigherThan(warm));
    }

    private static boolean sharesAgain(Gateway gateway) {
        HttpResponse<String> ready = gateway.process().manage("/health/ready");
        return ready.statusCode() == 200 && !ready.body().contains("degraded");
    }

    private static Set<Fault> faults() {
        return Set.of(Fault.values()).stream()
                .filter(fault -> fault != Fault.NONE)
                .collect(Collectors.toSet());
    }

    private String summary() {
        Map<Integer, Long> statuses = readers.stream()
                .flatMap(reader -> reader.statuses().entrySet().stream())
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.summingLong(entry -> entry.getValue())));
        long cutOff = readers.stream().mapToLong(Reader::cutOff).sum();
        return "answers " + statuses + ", cut off " + cutOff + ", vendors asked " + speeches.count() + " times; "
                + vendors.values().stream().map(LyingVendor::met).toList();
    }
}
