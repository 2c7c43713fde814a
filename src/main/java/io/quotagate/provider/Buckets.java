package io.quotagate.provider;

import java.util.concurrent.CompletableFuture;

/**
 * Token buckets by key, in this process or shared by the replicas. None of this ever fails or takes long. A key never
 * shows what it was made of.
 */
public interface Buckets {

    /** Takes as many calls as there are, at most those wanted; complete where it is decided in this process. */
    CompletableFuture<Taken> take(String key, Pace pace, int wanted);

    /** The call that was taken last went only now. */
    void late(String key, Pace pace);

    /** The vendor throttled. */
    void throttled(String key, Pace pace);

    /**
     * What was taken.
     *
     * @param waitNanos until there is another one; 0 where there is
     * @param intervalNanos from one to the next, as things are now
     * @param fullNanos until the bucket is full again
     */
    record Taken(int calls, long waitNanos, long intervalNanos, long fullNanos) {}
}
