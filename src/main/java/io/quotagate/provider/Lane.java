package io.quotagate.provider;

import io.quotagate.provider.Buckets.Taken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Those that wait for one bucket, in the order in which they came. Calls are taken out of it only when they go, so that
 * whoever leaves before has cost nothing. Only one thread at a time may be in any lane.
 *
 * @param <T> what waits
 */
final class Lane<T> {

    private static final Logger LOG = Logger.getLogger(Lane.class);

    private final String key;
    private final Rate rate;
    private final Surroundings around;
    private final Rules<T> rules;
    private final Deque<T> waiting = new ArrayDeque<>();
    /** Those that wait here, that are still to come, and that went on to the next lane. */
    private int coming;
    /** Something is under way that makes it go on. */
    private boolean busy;

    private long nextNanos;
    private long paceNanos;
    private long lastNanos;

    /** @param steps runs, one after the other, what is to be done in lanes */
    record Surroundings(Buckets buckets, Alarm alarm, MonotonicClock clock, Executor steps) {}

    /**
     * What is done with those that wait.
     *
     * @param go it is its turn
     * @param patience how long it may wait, in nanoseconds
     * @param refuse its turn comes later than that: in so many nanoseconds
     * @param atOnce how many may be told to go at once
     */
    record Rules<T>(Consumer<T> go, ToLongFunction<T> patience, ObjLongConsumer<T> refuse, int atOnce) {}

    Lane(String key, Rate rate, Surroundings around, Rules<T> rules) {
        this.key = key;
        this.rate = rate;
        this.around = around;
        this.rules = rules;
        this.nextNanos = around.clock().nanos();
        this.lastNanos = nextNanos;
        this.paceNanos = rate.intervalNanos();
    }

    /** True where it has nothing to remember. */
    boolean isIdle() {
        return !busy && coming == 0;
    }

    /** Somebody will come, now or from another lane. */
    void expect() {
        if (isIdle()) {
            lastNanos = around.clock().nanos();
            paceNanos = rate.intervalNanos();
        }
        coming++;
    }

    /** Somebody who was expected is through, or does not want to go any more. */
    void settle() {
        coming--;
    }

    void enter(T one) {
        if (!busy && waiting.isEmpty()) {
            // What nobody waited for says nothing of the pace.
            lastNanos = around.clock().nanos();
        }
        waiting.add(one);
        goOn();
    }

    void leave(T one) {
        var unused = waiting.remove(one);
    }

    /** How long whoever comes now will wait, as things are. */
    long waitNanos() {
        return waitNanos(coming);
    }

    private long waitNanos(int before) {
        return Math.max(0, nextNanos - around.clock().nanos()) + before * paceNanos;
    }

    /** Nobody goes until {@link #resume}. */
    void pause() {
        busy = true;
    }

    void resume() {
        busy = false;
        goOn();
    }

    /** The call that went last went later than it was taken. */
    void late() {
        around.buckets().late(key, rate);
    }

    private void goOn() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        int wanted = Math.min(rules.atOnce(), waiting.size());
        var unused = around.buckets().take(key, rate, wanted).whenComplete((taken, bug) -> {
            if (bug != null) {
                LOG.errorf("calls cannot be counted: %s", bug.getClass().getName());
            }
            around.steps().execute(() -> took(taken, wanted));
        });
    }

    /** @param found null where there was a bug: nobody goes, and it is tried again */
    private void took(@Nullable Taken found, int wanted) {
        Taken taken =
                found != null ? found : new Taken(0, rate.intervalNanos(), rate.intervalNanos(), rate.intervalNanos());
        busy = false;
        observe(taken);
        for (int call = 0; call < taken.calls() && !waiting.isEmpty(); call++) {
            rules.go().accept(waiting.remove());
        }
        if (taken.calls() < wanted) {
            refuseThoseInVain();
            waitFor(taken.waitNanos());
        }
        goOn();
    }

    /** Where the bucket is shared others take their part: then it is slower than its own interval. */
    private void observe(Taken taken) {
        long now = around.clock().nanos();
        nextNanos = now + taken.waitNanos();
        if (taken.calls() > 0) {
            long each = (now - lastNanos) / taken.calls();
            paceNanos = Math.min(2 * paceNanos, (paceNanos + each) / 2);
            lastNanos = now;
        }
        paceNanos = Math.max(taken.intervalNanos(), paceNanos);
    }

    private void refuseThoseInVain() {
        int before = 0;
        for (Iterator<T> each = waiting.iterator(); each.hasNext(); ) {
            T one = each.next();
            long wait = waitNanos(before);
            if (wait <= rules.patience().applyAsLong(one)) {
                before++;
                continue;
            }
            each.remove();
            rules.refuse().accept(one, wait);
        }
    }

    private void waitFor(long nanos) {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        around.alarm().after(Duration.ofNanos(nanos), () -> around.steps().execute(this::resume));
    }
}
