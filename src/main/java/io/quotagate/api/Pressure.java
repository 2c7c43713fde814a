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

    /** The second may be the crowd that came during a pause. */
    private static final int FEWEST_LATE_TURNS = 3;

    private static final int PARTS_OF_A_TURN = 8;

    private final long lateness;
    private final long interval;
    private final long budget;

    private boolean inTurn;
    /** In a row. */
    private int lateTurns;

    private boolean shedding;
    private long began;
    /** When the turn was first closed to new work, or 0. */
    private long closed;

    private long before;
    private long ended;
    private long lateSince;
    private long shed;

    /** Counted anew in each interval. */
    private int round;

    private long roundBegan;
    private long busy;
    private int callers;
    private int admitted;

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
            lateTurns = 0;
        }
        inTurn = true;
        began = now;
        closed = 0;
    }

    /**
     * False where new work that comes now is refused. An eighth of the turn before is for new work in any case: where the
     * processor is somebody else's for a while, or refusing takes most of the time, the gateway still gets something done.
     * No more than that, or one pause of the collector would make the turn after it long too.
     */
    boolean admits(long now) {
        if (!shedding || now - began < Math.max(budget, before / PARTS_OF_A_TURN)) {
            return true;
        }
        closed = closed == 0 ? now : closed;
        return false;
    }

    /** Something was refused. */
    void shed(long now) {
        shed = now;
    }

    /** New work was taken on. */
    void admitted() {
        admitted++;
    }

    /** Changes with every interval: whoever remembers another one has not asked in this one. */
    int round() {
        return round;
    }

    /** One more connection asks in this interval. */
    void asks() {
        callers++;
    }

    void end(long now) {
        inTurn = false;
        ended = now;
        before = now - began;
        lateTurns = before >= lateness ? Math.min(lateTurns + 1, FEWEST_LATE_TURNS) : 0;
        if (lateTurns == 1) {
            // However long it was, it is one turn.
            lateSince = now;
        }
        // What it takes to refuse the others is no part of what those admitted cost.
        busy += closed == 0 ? before : closed - began;
        if (lateTurns == FEWEST_LATE_TURNS && now - lateSince >= interval && !shedding) {
            shedding = true;
            shed = now;
            nextRound(now);
        }
        if (shedding && (now - shed > interval || !wouldBeLate(now))) {
            shedding = false;
        }
        if (now - roundBegan > interval) {
            nextRound(now);
        }
    }

    /**
     * False where all who asked in an interval, each with one request under way, could not make a long turn: few callers who
     * ask again as soon as they are refused look like many.
     */
    private boolean wouldBeLate(long now) {
        boolean isOver = now - roundBegan > interval;
        return !isOver || busy / Math.max(1, admitted) * callers >= lateness;
    }

    private void nextRound(long now) {
        round++;
        roundBegan = now;
        busy = 0;
        callers = 0;
        admitted = 0;
    }
}
