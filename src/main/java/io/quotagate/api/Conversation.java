package io.quotagate.api;

/**
 * What is under way on one connection of a caller, looked at again and again: whatever is the same at too many looks in a
 * row takes too long. Belongs to its event loop.
 */
final class Conversation {

    /** Looks in a patience: it ends after its time, and at most a quarter later. */
    static final int LOOKS = 4;

    /** Who takes less of an answer in a patience keeps it in our memory on purpose. */
    private static final long LEAST_TAKEN_BYTES = 64 << 10;

    private final int idleLooks;
    private boolean receiving;
    private int unanswered;
    private int receivingFor;
    private int sendingFor;
    private int idleFor;
    private long takenBefore;

    /** @param idleLooks after so many looks without a request it is idle */
    Conversation(int idleLooks) {
        this.idleLooks = idleLooks;
    }

    /** The first bytes of a request, or more of them; or nothing of the kind, where its caller still waits for an answer. */
    void bytes() {
        if (!receiving && unanswered == 0) {
            receive();
        }
    }

    private void receive() {
        receiving = true;
        receivingFor = 0;
    }

    /** The headers of a request, which will have an answer. */
    void begun() {
        unanswered++;
        receive();
    }

    /** The last byte of a request. */
    void received() {
        receiving = false;
    }

    void answered() {
        unanswered--;
        idleFor = 0;
    }

    int unanswered() {
        return unanswered;
    }

    /**
     * Takes a look.
     *
     * @param reading false while it is we who do not read
     * @param left bytes of answers that have not left
     * @param taken bytes of answers that have left, ever
     * @return false where patience is at its end
     */
    boolean look(boolean reading, long left, long taken) {
        return isReceivedInTime(reading) && isTaken(left, taken) && isInUse(left);
    }

    /** True where nothing of a request has come that is not answered. */
    boolean isIdle() {
        return !receiving && unanswered == 0;
    }

    private boolean isReceivedInTime(boolean reading) {
        receivingFor = receiving && reading ? receivingFor + 1 : 0;
        return receivingFor <= LOOKS;
    }

    /** The part of a look that is about answers alone. */
    boolean isTaken(long left, long taken) {
        if (left == 0 || sendingFor == 0 || taken - takenBefore >= LEAST_TAKEN_BYTES) {
            takenBefore = taken;
            sendingFor = left == 0 ? 0 : 1;
            return true;
        }
        sendingFor++;
        return sendingFor <= LOOKS;
    }

    private boolean isInUse(long left) {
        idleFor = !isIdle() || left > 0 ? 0 : idleFor + 1;
        return idleFor <= idleLooks;
    }
}
