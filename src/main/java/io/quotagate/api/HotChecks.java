package io.quotagate.api;

import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quotagate.aggregation.QuotaChecks;
import io.quotagate.aggregation.Verdict;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers checks that can be decided from what is in memory, in front of everything else, as {@link HotReads} does for
 * reads. Whatever is unusual about a request, or wrong with it, goes on to {@link CheckResource}, which knows all the rules.
 */
@Singleton
class HotChecks {

    private static final int BESIDE_THE_HOT_READS = RequestIds.PRIORITY + 99;
    private static final String BEFORE_THE_TENANT = "/v1/tenants/";
    private static final String AFTER_THE_TENANT = "/quota-checks";

    private static final CharSequence API_KEY = AsciiString.cached(Authentication.API_KEY);
    private static final CharSequence PREFER = AsciiString.cached("Prefer");
    private static final CharSequence JSON = AsciiString.cached("application/json");
    private static final CharSequence NO_STORE = AsciiString.cached("no-store");

    private final RequestIds ids;
    private final Tenants tenants;
    private final CallerLimits limits;
    private final Audit audit;
    private final CheckReader reader;
    private final QuotaChecks checks;
    private final CheckAnswers answers;
    private final long largestBody;

    HotChecks(
            RequestIds ids,
            Tenants tenants,
            CallerLimits limits,
            Audit audit,
            CheckReader reader,
            QuotaChecks checks,
            CheckAnswers answers,
            VertxHttpConfig http) {
        this.ids = ids;
        this.tenants = tenants;
        this.limits = limits;
        this.audit = audit;
        this.reader = reader;
        this.checks = checks;
        this.answers = answers;
        this.largestBody = RequestLimits.largestBody(http);
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, BESIDE_THE_HOT_READS);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Tenant tenant = isPlain(request) ? tenant(request.uri()) : null;
        Caller caller = tenant == null
                ? null
                : Authentication.caller(tenants, request.headers().getAll(API_KEY))
                        .filter(known -> known.may(Permission.READ, tenant.id()))
                        .orElse(null);
        if (tenant == null || caller == null) {
            context.next();
            return;
        }
        // Where it fails its caller has gone.
        var unused = request.body().onSuccess(body -> {
            // For whoever comes after: it is not there to be read again.
            ((RoutingContextInternal) context).setBody(body);
            try {
                count(context, tenant, caller, body.getBytes());
            } catch (RuntimeException bug) {
                context.fail(bug);
            }
        });
        // The server has it wait for whoever reads it.
        request.resume();
    }

    /** True for one request of its own, whose body has a length, that wishes for nothing in particular. */
    private boolean isPlain(HttpServerRequest request) {
        if (request.method() != HttpMethod.POST
                || !request.uri().endsWith(AFTER_THE_TENANT)
                || Http2Streams.isOne(request)) {
            return false;
        }
        MultiMap headers = request.headers();
        String accept = headers.get(HttpHeaders.ACCEPT);
        return "application/json".equals(headers.get(HttpHeaders.CONTENT_TYPE))
                && RequestLimits.length(headers.get(HttpHeaders.CONTENT_LENGTH)) <= largestBody
                && Representation.isJsonAtOnce(accept)
                && !headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaders.EXPECT)
                && !headers.contains(HttpHeaders.AUTHORIZATION)
                && !headers.contains(HttpHeaders.CACHE_CONTROL)
                && !headers.contains(PREFER)
                && !headers.contains(HttpHeaders.ORIGIN);
    }

    /** The tenant in a path that is written as it should be. */
    private @Nullable Tenant tenant(String uri) {
        int end = uri.length() - AFTER_THE_TENANT.length();
        return uri.startsWith(BEFORE_THE_TENANT) && end > BEFORE_THE_TENANT.length()
                ? tenants.find(uri.substring(BEFORE_THE_TENANT.length(), end)).orElse(null)
                : null;
    }

    /** Before anything is decided: that is work. */
    private void count(RoutingContext context, Tenant tenant, Caller caller, byte[] body) {
        if (!isCurrent(tenant)) {
            context.next();
            return;
        }
        audit.used(caller);
        CompletableFuture<CallerLimits.Standing> standing = limits.count(context, caller);
        if (standing == null) {
            answer(context, tenant, body);
        } else {
            CallerLimits.whenAdmitted(context, standing, () -> answer(context, tenant, body));
        }
    }

    private void answer(RoutingContext context, Tenant tenant, byte[] body) {
        byte @Nullable [] answer = answer(tenant, body);
        if (answer == null) {
            context.next();
            return;
        }
        ids.identify(context.request());
        context.response().headers().add(HttpHeaders.CONTENT_TYPE, JSON).add(HttpHeaders.CACHE_CONTROL, NO_STORE);
        var unused = context.response().end(Buffer.buffer(Unpooled.wrappedBuffer(answer)));
    }

    /** Null where somebody has to be asked, or told what is wrong. */
    private byte @Nullable [] answer(Tenant tenant, byte[] body) {
        try {
            List<Verdict> verdicts = checks.recall(tenant, reader.read(body, tenant));
            return verdicts == null ? null : answers.json(verdicts);
        } catch (ProblemException invalid) {
            return null;
        }
    }

    /** False where the tenant, and whose keys it has, may have changed while the body was on its way. */
    @SuppressWarnings("ReferenceEquality") // every version of a tenant is an object of its own
    private boolean isCurrent(Tenant tenant) {
        return tenants.find(tenant.id()).orElse(null) == tenant;
    }
}
