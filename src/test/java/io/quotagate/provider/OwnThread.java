package io.quotagate.provider;

import java.util.concurrent.Executor;

/**
 * Runs each task on a thread of its own. The common pool has no more threads than there are cores, and those that wait for
 * others would fill it; up to JDK 24 it was not used where that is one.
 */
public final class OwnThread {

    /** Starts a thread for each task. */
    public static final Executor FOR_EACH = task -> new Thread(task, "own").start();

    private OwnThread() {}
}
