package io.quotagate.chaos;

import io.quotagate.PackagedGateway;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One replica: the same gateway in one process after the other. */
final class Gateway implements AutoCloseable {

    /** How often it was started or went away; odd while it is not there. */
    private final AtomicInteger epoch = new AtomicInteger(1);

    private final String name;
    private final Path folder;
    private final Map<String, String> environment;
    private final SteppedClock clock;
    private final List<PackagedGateway> all = new ArrayList<>();
    private volatile PackagedGateway current;

    Gateway(String name, Path folder, Map<String, String> environment) {
        this.name = name;
        this.folder = folder;
        this.environment = environment;
        clock = new SteppedClock(folder);
        current = start();
    }

    private PackagedGateway start() {
        PackagedGateway started = PackagedGateway.start(folder, environment, "128m", clock.argument());
        all.add(started);
        return started;
    }

    void awaitReady() {
        current.awaitReady();
        epoch.incrementAndGet();
    }

    /** As kill -9 does; and another process takes its place. */
    void dieAndComeBack() {
        epoch.incrementAndGet();
        current.kill();
        current = start();
        awaitReady();
    }

    /** As an operator does. */
    void stopAndComeBack() {
        epoch.incrementAndGet();
        current.stop();
        current = start();
        awaitReady();
    }

    /** The same before and after a call, and even: it was there all the time. */
    int epoch() {
        return epoch.get();
    }

    boolean isThere() {
        return epoch.get() % 2 == 0;
    }

    PackagedGateway process() {
        return current;
    }

    SteppedClock clock() {
        return clock;
    }

    /** Of all its processes. */
    List<String> log() {
        return all.stream().flatMap(each -> each.log().stream()).toList();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        all.forEach(PackagedGateway::close);
    }
}
