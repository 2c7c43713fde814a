package io.quotagate.api;

import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.Retrieval;
import io.quotagate.api.ReadMetrics.Result;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenants;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers what was answered before from the same snapshots: a look-up and a write, in front of everything else. Whatever
 * is unusual about a request goes on to the resources, which know all the rules.
 */
@Singleton
class HotReads {

    private static final int BEFORE_ALL_OTHERS = RequestIds.PRIORITY + 100;

    private static final CharSequence API_KEY = AsciiString.cached(Authentication.API_KEY);
    private static final CharSequence PREFER = AsciiString.cached("Prefer");
    private static final CharSequence CACHE_STATUS = AsciiString.cached("Cache-Status");
    private static final CharSequence DISPOSITION = AsciiString.cached("Content-Disposition");
    private static final CharSequence LINK = AsciiString.cached("Link");
    private static final CharSequence GZIP = AsciiString.cached("gzip");
    private static final CharSequence VARY = AsciiString.cached(CacheHeaders.VARY);

    private final RequestIds ids;
    private final Tenants tenants;
    private final CallerLimits limits;
    private final Audit audit;
    private final RenderedReads kept;
    private final CacheTexts texts;
    private final QuotaAggregator aggregator;
    private final ReadMetrics metrics;
    private final MonotonicClock clock;

    HotReads(
            RequestIds ids,
            Tenants tenants,
            CallerLimits limits,
            Audit audit,
            RenderedReads kept,
            CacheTexts texts,
            QuotaAggregator aggregator,
            ReadMetrics metrics,
            MonotonicClock clock) {
        this.ids = ids;
        this.tenants = tenants;
        this.limits = limits;
        this.audit = audit;
        this.kept = kept;
        this.texts = texts;
        this.aggregator = aggregator;
        this.metrics = metrics;
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BEFORE_ALL_OTHERS);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Caller caller = isPlain(request)
                ? Authentication.caller(tenants, request.headers().getAll(API_KEY))
                        .orElse(null)
                : null;
        Rendered rendered = caller == null ? null : find(request, caller);
        if (caller == null || rendered == null) {
            context.next();
            return;
        }
        audit.used(caller);
        CompletableFuture<CallerLimits.Standing> standing = limits.count(context, caller);
        if (standing == null) {
            answer(request, context.response(), rendered);
        } else {
            CallerLimits.whenAdmitted(context, standing, () -> answer(request, context.response(), rendered));
        }
    }

    /** True for a read that wishes for nothing in particular. */
    private static boolean isPlain(HttpServerRequest request) {
        HttpMethod method = request.method();
        if ((method != HttpMethod.GET && method != HttpMethod.HEAD)
                || !request.uri().startsWith("/v1/tenants/")) {
            return false;
        }
        MultiMap headers = request.headers();
        return !headers.contains(HttpHeaders.AUTHORIZATION)
                && !headers.contains(HttpHeaders.CACHE_CONTROL)
                && !headers.contains(PREFER)
                && !headers.contains(HttpHeaders.ORIGIN)
                && !headers.contains(HttpHeaders.CONTENT_TYPE);
    }

    /** Under which the answer is kept that the caller likes best; null where there is none that it takes. */
    private static @Nullable String key(HttpServerRequest request) {
        String accept = request.headers().get(HttpHeaders.ACCEPT);
        if (Representation.isJsonAtOnce(accept)) {
            return request.uri();
        }
        return Representation.preferred(String.join(",", request.headers().getAll(HttpHeaders.ACCEPT)))
                .map(form -> form.key(request.uri()))
                .orElse(null);
    }

    /** The answer, for a caller of the tenant and while it is what a resource would answer; null where it is not. */
    private @Nullable Rendered find(HttpServerRequest request, Caller caller) {
        String key = key(request);
        if (key == null) {
            return null;
        }
        Rendered rendered = kept.peek(key);
        if (rendered == null) {
            return null;
        }
        String tenant = rendered.tenant().id();
        boolean may = caller.may(Permission.READ, tenant)
                && rendered.isOf(tenants.find(tenant).orElse(null));
        long now = clock.nanos();
        if (!may || !rendered.stands(now)) {
            return null;
        }
        if (rendered.isTouchDue(now)) {
            var unused = kept.find(key);
            aggregator.touch(rendered.standings());
        }
        return rendered;
    }

    private void answer(HttpServerRequest request, HttpServerResponse response, Rendered rendered) {
        MultiMap headers = response.headers();
        CacheTexts.Texts values = texts.of(rendered.caching().at(clock.nanos()));
        ids.identify(request);
        headers.add(HttpHeaders.ETAG, rendered.tag().header())
                .add(HttpHeaders.AGE, values.age())
                .add(HttpHeaders.CACHE_CONTROL, values.cacheControl())
                .add(CACHE_STATUS, values.hit())
                .add(HttpHeaders.VARY, VARY);
        if (rendered.link() != null) {
            headers.add(LINK, rendered.link());
        }
        String condition = request.headers().get(HttpHeaders.IF_NONE_MATCH);
        if (condition != null && isMatch(rendered, request, condition)) {
            metrics.count(Result.NOT_MODIFIED);
            response.setStatusCode(304).end();
            return;
        }
        metrics.count(Result.of(Retrieval.HIT, rendered.caching().extent()));
        boolean gzip = AcceptEncoding.prefersGzip(request.headers().get(HttpHeaders.ACCEPT_ENCODING));
        if (gzip) {
            headers.add(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        byte[] body = gzip ? rendered.gzip() : rendered.plain();
        headers.add(HttpHeaders.CONTENT_TYPE, rendered.type());
        if (rendered.disposition() != null) {
            headers.add(DISPOSITION, rendered.disposition());
        }
        if (request.method() == HttpMethod.HEAD) {
            headers.add(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
            response.end();
            return;
        }
        response.end(Buffer.buffer(Unpooled.wrappedBuffer(body)));
    }

    private static boolean isMatch(Rendered rendered, HttpServerRequest request, String first) {
        return rendered.tag().isIn(first)
                || rendered.tag().isIn(String.join(",", request.headers().getAll(HttpHeaders.IF_NONE_MATCH)));
    }
}
