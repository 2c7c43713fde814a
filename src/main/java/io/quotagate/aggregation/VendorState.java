package io.quotagate.aggregation;

import jakarta.inject.Singleton;
import java.util.Map;

/** Which vendors are in such trouble that they are not asked at present. */
@Singleton
public class VendorState {

    private final Fetches fetches;

    VendorState(Fetches fetches) {
        this.fetches = fetches;
    }

    /**
     * What keeps a vendor from being asked.
     *
     * @param connections that are not asked, each for its own failures
     * @param addresses that are not called for anybody
     */
    public record Trouble(long connections, long addresses) {

        public boolean isNone() {
            return connections == 0 && addresses == 0;
        }
    }

    /** Of each provider, by id, also where there is none. */
    public Map<String, Trouble> troubles() {
        return fetches.troubles();
    }
}
