package io.quotagate.api;

import jakarta.inject.Singleton;

/** Whether the gateway has been told to stop. */
@Singleton
class Leaving {

    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }
}
