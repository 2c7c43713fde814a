package io.quotagate.sandbox;

import java.time.Duration;
import java.util.Optional;

/**
 * How a simulated vendor is set to misbehave.
 *
 * @param latency before every answer of the vendor, whatever the fault
 * @param calls how many calls the fault will still hit; empty: all, until the dial is turned
 * @param on the kind of calls that the fault is kept to; empty: all
 */
record Dial(Duration latency, Fault fault, Optional<Integer> calls, Optional<Call> on) {

    static final Dial OFF = new Dial(Duration.ZERO, Fault.NONE, Optional.empty(), Optional.empty());

    /** What a call of this kind meets. */
    Fault faultOf(Call call) {
        return on.isEmpty() || on.get() == call ? fault : Fault.NONE;
    }

    /** The dial after its fault has hit one call: with the last one the fault is over, the latency is not. */
    Dial counted() {
        if (calls.isEmpty()) {
            return this;
        }
        int left = calls.get() - 1;
        return left > 0
                ? new Dial(latency, fault, Optional.of(left), on)
                : new Dial(latency, Fault.NONE, Optional.empty(), Optional.empty());
    }
}
