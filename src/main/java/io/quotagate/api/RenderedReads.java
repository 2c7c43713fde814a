package io.quotagate.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.quotagate.aggregation.CacheConfig;
import io.quotagate.tenant.RetiredConnections;
import io.quotagate.tenant.Tenants;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the reads of late, by what was asked for, within a bounded memory. Nothing is served from here before
 * the caller is known to be one of the tenant's, and what it was made from is known to be the newest.
 */
@Singleton
class RenderedReads {

    /** What an answer takes beside its bytes. */
    private static final int OVERHEAD_BYTES = 700;

    private final Cache<String, Rendered> answers;
    private final Policy<String, Rendered> policy;
    private final Tenants tenants;

    RenderedReads(CacheConfig config, MeterRegistry registry, Tenants tenants) {
        this.tenants = tenants;
        this.answers = Caffeine.newBuilder()
                .maximumWeight(config.reportBytes())
                .weigher(RenderedReads::weight)
                .recordStats()
                // Its book-keeping is short: to wake another thread for it would take longer.
                .executor(Runnable::run)
                .build();
        this.policy = answers.policy();
        CaffeineCacheMetrics.monitor(registry, answers, "reports");
    }

    /** Compressed it takes about a tenth more; whether anybody will want that is not known yet. */
    private static int weight(String uri, Rendered rendered) {
        return OVERHEAD_BYTES + 2 * uri.length() + rendered.plain().length + rendered.plain().length / 8;
    }

    /** @param uri path and query as they were sent */
    @Nullable
    Rendered find(String uri) {
        return answers.getIfPresent(uri);
    }

    /**
     * The same without any book-keeping, neither of its use nor of hits and misses: on the hot path that costs more than
     * the look-up itself where there are many tenants.
     */
    @Nullable
    Rendered peek(String uri) {
        return policy.getIfPresentQuietly(uri);
    }

    /** All were made for tenants as they were before, and would keep these in memory. */
    void forget(@Observes RetiredConnections retired) {
        answers.invalidateAll();
    }

    /** Not where its tenant was changed meanwhile: nobody might ask for it again. */
    void keep(String uri, Rendered rendered) {
        if (rendered.isOf(tenants.find(rendered.tenant().id()).orElse(null))) {
            answers.put(uri, rendered);
        }
    }
}
