package io.quotagate.provider;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Whom we may call. */
@ConfigMapping(prefix = "quotagate.egress")
public interface EgressConfig {

    /** Hosts, {@code *.domain} or CIDRs, each with an optional port; unset: https to public addresses only. */
    Optional<List<String>> allow();
}
