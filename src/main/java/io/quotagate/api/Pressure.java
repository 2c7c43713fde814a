package io.quotagate.api;

/**
 * How late one event loop is, and whether it takes on new work. A turn begins with the first request that it looks at and
 * ends when it has looked at all that had come by then; whoever comes meanwhile waits until it is over. Belongs to the
 * event loop.
 *
 * <p>One long turn is a crowd, or a pause of the collector, and passes. Only where every turn is long for a while does more
 * come than goes, and waiting would help nobody: then the turns are made short, and what comes late in one is refused.
 *
 * @see <a href="https://queue.acm.org/detail.cfm?id=2209336">Controlling queue delay</a>, for good and bad queues
 */
final class Pressure {

    private final long lateness;
    private final long interval;
    private final long budget;

    private boolean inTurn;
    private boolean late;
    private boolean shedding;
    private long began;
    private long before;
    private long ended;
    private long lateSince;
    private long shed;

    Pressure(SheddingConfig config) {
        this.lateness = config.lateness().toNanos();
        this.interval = config.interval().toNanos();
        this.budget = config.budget().toNanos();
    }

    boolean isInTurn() {
        return inTurn;
    }

    /** The first request of a turn. */
    void begin(long now) {
        if (now - ended > lateness) {
            // It had nothing to do.
            late = false;
        }
        inTurn = true;
        began = now;
    }

    /**
     * False where new work that comes now is refused. Half of the turn before is for new work in any case: where the
     * processor is somebody else's for a while, or refusing takes most of the time, the gateway still gets something done.
     */
    boolean admits(long now) {
        return !shedding || now - began < Math.max(budget, before / 2);
    }

    /** Something was refused. */
    void shed(long now) {
        shed = now;
    }

    void end(long now) {
        inTurn = false;
        ended = now;
        before = now - began;
        boolean wasLate = late;
        late = before >= lateness;
        if (late && !wasLate) {
            lateSince = began;
        }
        if (late && now - lateSince >= interval && !shedding) {
            shedding = true;
            shed = now;
        }
        if (shedding && now - shed > interval) {
            shedding = false;
        }
    }
}
