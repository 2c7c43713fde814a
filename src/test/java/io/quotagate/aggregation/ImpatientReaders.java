package io.quotagate.aggregation;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway whose readers leave long before a fetch times out. */
public final class ImpatientReaders implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quotagate.read.deadline", "PT0.2S", "quotagate.fetch.timeout", "PT5S");
    }
}
