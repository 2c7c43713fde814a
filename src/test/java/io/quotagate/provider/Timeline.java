package io.quotagate.provider;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Moves a clock from one thing that is to be done to the next; all that happens happens on the thread that moves it. */
public final class Timeline implements Alarm {

    private final MovableClock clock;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
    private long numbers;

    private record Event(long nanos, long number, Runnable task) {}

    public Timeline(MovableClock clock) {
        this.clock = clock;
    }

    @Override
    public void after(Duration time, Runnable task) {
        events.add(new Event(clock.nanos() + time.toNanos(), numbers++, task));
    }

    /** Lets so much time pass, and all happen that comes in it. */
    public void pass(Duration time) {
        long end = clock.nanos() + time.toNanos();
        while (!events.isEmpty() && events.peek().nanos() <= end) {
            Event next = events.remove();
            moveTo(next.nanos());
            next.task().run();
        }
        moveTo(end);
    }

    private void moveTo(long nanos) {
        clock.pass(Duration.ofNanos(nanos - clock.nanos()));
    }
}
