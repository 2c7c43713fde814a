package io.quotagate.provider;

import java.util.ArrayDeque;
import java.util.Deque;

/** Counts calls as the strictest vendor would: none of the spans of one length may see too many. */
public final class SlidingWindow {

    private final Rate rate;
    private final Deque<Long> calls = new ArrayDeque<>();
    private int most;

    public SlidingWindow(Rate rate) {
        this.rate = rate;
    }

    /** @return false where it is one too many */
    public boolean call(long nanos) {
        calls.add(nanos);
        while (nanos - calls.element() >= rate.period().toNanos()) {
            calls.remove();
        }
        most = Math.max(most, calls.size());
        return calls.size() <= rate.calls();
    }

    /** Most calls in one span. */
    public int most() {
        return most;
    }
}
