package io.quotagate.api;

import java.util.HashMap;
import java.util.Map;

/** How many listen to events, in all, by tenant and by caller: there are not more than there may be. */
final class Seats {

    private final EventsConfig config;
    private final Map<String, Integer> byTenant = new HashMap<>();
    private final Map<String, Integer> byCaller = new HashMap<>();
    private int taken;

    Seats(EventsConfig config) {
        this.config = config;
    }

    /** False where there is none left. */
    synchronized boolean take(String tenant, String caller) {
        boolean full = taken >= config.maxListeners()
                || byTenant.getOrDefault(tenant, 0) >= config.maxListenersPerTenant()
                || byCaller.getOrDefault(caller, 0) >= config.maxListenersPerKey();
        if (!full) {
            taken++;
            byTenant.merge(tenant, 1, Integer::sum);
            byCaller.merge(caller, 1, Integer::sum);
        }
        return !full;
    }

    synchronized void leave(String tenant, String caller) {
        taken--;
        byTenant.computeIfPresent(tenant, (same, number) -> number == 1 ? null : number - 1);
        byCaller.computeIfPresent(caller, (same, number) -> number == 1 ? null : number - 1);
    }

    synchronized int taken() {
        return taken;
    }
}
