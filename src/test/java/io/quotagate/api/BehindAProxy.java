package io.quotagate.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A gateway as a portal needs it, with little patience for slow callers. Nothing here needs another build. */
public final class BehindAProxy implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.cors.enabled", "true",
                "quarkus.http.cors.origins", "https://portal.example,/https:\\/\\/[a-z]+\\.pages\\.example/",
                "quarkus.http.proxy.proxy-address-forwarding", "true",
                "quarkus.http.proxy.allow-x-forwarded", "true",
                "quarkus.http.read-timeout", "PT1S",
                "quotagate.limits.connection.slow", "PT0.4S",
                "quotagate.limits.connection.idle", "PT0.4S",
                "quotagate.read.deadline", "PT5S");
    }
}
