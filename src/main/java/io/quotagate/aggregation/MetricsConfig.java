package io.quotagate.aggregation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is measured beyond the gateway itself. */
@ConfigMapping(prefix = "quotagate.metrics")
interface MetricsConfig {

    /** Whether the tenants' quotas are metrics too: a few series for each, and all of them decoded at each scrape. */
    @WithDefault("false")
    boolean quotas();
}
