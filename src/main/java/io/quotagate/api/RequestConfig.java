package io.quotagate.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a request may hold, beside the bounds that the HTTP server has of its own. */
@ConfigMapping(prefix = "quotagate.limits.request")
interface RequestConfig {

    /** Most headers of a request. */
    @WithDefault("100")
    int headers();

    /** Most query parameters of a request, each value counted. */
    @WithDefault("1000")
    int parameters();

    /** Most values of one query parameter. */
    @WithDefault("100")
    int valuesPerParameter();
}
