package io.quotagate.sandbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The dials of all simulated vendors, and what an answer becomes under a fault. */
final class Faults {

    private static final String PAGE =
            "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>";

    private final Map<String, Dial> dials = new ConcurrentHashMap<>();

    Dial dial(String provider) {
        return dials.getOrDefault(provider, Dial.OFF);
    }

    void turn(String provider, Dial dial) {
        dials.put(provider, dial);
    }

    void reset(String provider) {
        dials.remove(provider);
    }

    /** The fault that this call meets; it counts as hit. */
    Fault next(String provider, Call call) {
        Fault[] met = {Fault.NONE};
        dials.computeIfPresent(provider, (name, dial) -> {
            met[0] = dial.faultOf(call);
            return met[0] == Fault.NONE ? dial : dial.counted();
        });
        return met[0];
    }

    /** What is answered under a fault; faults of the transport leave the right answer. */
    static Reply reply(SimulatedVendor vendor, Request request, Fault fault) {
        return switch (fault) {
            case NONE, TIMEOUT, RESET, DRIP, HUGE -> vendor.answer(request);
            case UNAVAILABLE -> vendor.unavailable(request);
            case THROTTLED -> vendor.throttled(request).with("Retry-After", "1");
            case UNAUTHORIZED -> vendor.unauthorized(request);
            case WRONG -> vendor.wrong(request);
            case GARBAGE -> new Reply(200, Map.of("Content-Type", "text/html;charset=UTF-8"), PAGE);
            case EMPTY -> new Reply(200, Map.of(), "");
            case REDIRECT -> new Reply(302, Map.of("Location", request.base() + "/elsewhere"), "");
            case TRUNCATED -> truncated(vendor.answer(request));
        };
    }

    private static Reply truncated(Reply right) {
        return right.withBody(right.body().substring(0, right.body().length() / 2));
    }
}
