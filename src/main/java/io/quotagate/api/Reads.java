package io.quotagate.api;

import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.Found;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.Reading;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Retrieval;
import io.quotagate.aggregation.Terms;
import io.quotagate.api.ReadMetrics.Result;
import io.quotagate.api.ReadTerms.Refreshing;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.AuditEntry;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads: asks on the caller's terms, renders what has not been rendered from the same before, and tells caches
 * what they want to know. {@link HotReads} answers from what is kept here.
 */
@ApplicationScoped
class Reads {

    private final QuotaAggregator aggregator;
    private final RenderedReads kept;
    private final CacheTexts texts;
    private final ReadJson json;
    private final ReadMetrics metrics;
    private final CurrentCaller caller;
    private final Audit audit;
    private final RoutingContext context;
    private final MonotonicClock clock;

    /**
     * What a resource shows of a report.
     *
     * @param json what tells it from others, and is written where nothing else is
     * @param text what is written instead; null where that is the JSON
     * @param next token of the page after it; null where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Page(
            Object json, byte @Nullable [] text, @Nullable String next, Use use) {

        Page(Object json) {
            this(json, null, null, Use.AGAIN);
        }
    }

    /** How often an answer may serve. */
    enum Use {
        /** As long as what it was made from stands. */
        AGAIN,
        /** Only now: what was asked, a page token, runs out by itself. */
        ONCE
    }

    Reads(
            QuotaAggregator aggregator,
            RenderedReads kept,
            CacheTexts texts,
            ReadJson json,
            ReadMetrics metrics,
            CurrentCaller caller,
            Audit audit,
            RoutingContext context,
            MonotonicClock clock) {
        this.aggregator = aggregator;
        this.kept = kept;
        this.texts = texts;
        this.json = json;
        this.metrics = metrics;
        this.caller = caller;
        this.audit = audit;
        this.context = context;
        this.clock = clock;
    }

    /**
     * Answers the current request, in JSON.
     *
     * @param show picks what is shown of the merged report, or throws the problem that it is
     */
    Uni<RestResponse<byte[]>> answer(Tenant tenant, Ask ask, Function<Report, Page> show) {
        return answer(tenant, ask, Representation.JSON, show);
    }

    /** The same in another representation, in which the page is written already. */
    Uni<RestResponse<byte[]>> answer(Tenant tenant, Ask ask, Representation form, Function<Report, Page> show) {
        HttpServerRequest request = context.request();
        ReadTerms terms = terms(request, tenant);
        terms.applied().ifPresent(wait -> context.response().putHeader("Preference-Applied", wait));
        long start = clock.nanos();
        Caller asking = caller.get();
        return aggregator
                .read(tenant, ask, terms.terms())
                .invoke(reading -> tell(asking, tenant, reading))
                .map(reading -> answer(request, reading, rendered(request.uri(), form, tenant, terms, reading, show)))
                .onFailure()
                .invoke(() -> metrics.count(Result.ERROR))
                .onTermination()
                .invoke(() -> metrics.waited(clock.nanos() - start));
    }

    /** Who wants newer numbers than there were has vendors asked. */
    private void tell(Caller asking, Tenant tenant, Reading reading) {
        if (reading.retrieval() == Retrieval.REQUEST) {
            audit.tell(AuditEntry.refresh(asking, tenant, List.of(), "started"));
        }
    }

    private ReadTerms terms(HttpServerRequest request, Tenant tenant) {
        return ReadTerms.of(
                request.headers().getAll("Cache-Control"),
                request.headers().getAll("Prefer"),
                caller.get().may(Permission.REFRESH, tenant.id()) ? Refreshing.ALLOWED : Refreshing.REFUSED);
    }

    private Rendered rendered(
            String uri,
            Representation form,
            Tenant tenant,
            ReadTerms terms,
            Reading reading,
            Function<Report, Page> show) {
        if (terms.terms().source() == Terms.Source.MEMORY && reading.isEmptyHanded()) {
            throw UnusableReport.notCached(reading.report(), clock.nanos());
        }
        List<Found.Standing> standings = reading.standings();
        String key = form.key(uri);
        Rendered before = kept.find(key);
        if (before != null && before.isOf(tenant) && before.isFrom(standings) && before.isCurrent(clock.nanos())) {
            Rendered same = before.standing(standings);
            return same == before ? same : kept(key, reading, same);
        }
        Page page = show.apply(reading.report());
        Rendered rendered = new Rendered(
                tenant, reading.standings(), content(uri, form, tenant, page), CacheHeaders.of(reading), clock.nanos());
        return page.use() == Use.AGAIN ? kept(key, reading, rendered) : rendered;
    }

    private Rendered kept(String key, Reading reading, Rendered rendered) {
        if (reading.isLasting()) {
            kept.keep(key, rendered);
        }
        return rendered;
    }

    private Rendered.Content content(String uri, Representation form, Tenant tenant, Page page) {
        byte[] text = page.text();
        return new Rendered.Content(
                text == null ? json.bytes(page.json()) : text,
                // No two representations have the same tag.
                json.tag(text == null ? page.json() : List.of(form, page.json())),
                form.contentType(),
                page.next() == null ? null : PageToken.link(uri, page.next()),
                form.disposition(tenant.id()));
    }

    private RestResponse<byte[]> answer(HttpServerRequest request, Reading reading, Rendered rendered) {
        Retrieval retrieval = reading.retrieval();
        String condition = String.join(",", request.headers().getAll("If-None-Match"));
        boolean known = rendered.tag().isIn(condition);
        metrics.count(
                known
                        ? Result.NOT_MODIFIED
                        : Result.of(retrieval, rendered.caching().extent()));
        ResponseBuilder<byte[]> answer = known ? ResponseBuilder.notModified() : body(request, rendered);
        CacheTexts.Texts values = texts.of(rendered.caching().at(clock.nanos()));
        answer.header("ETag", rendered.tag().header().toString())
                .header("Age", values.age().toString())
                .header("Cache-Control", values.cacheControl().toString())
                .header("Cache-Status", values.status(retrieval))
                .header("Vary", CacheHeaders.VARY);
        if (rendered.link() != null) {
            answer.header("Link", rendered.link());
        }
        return answer.build();
    }

    private static ResponseBuilder<byte[]> body(HttpServerRequest request, Rendered rendered) {
        boolean gzip = AcceptEncoding.prefersGzip(request.getHeader("Accept-Encoding"));
        ResponseBuilder<byte[]> answer = ResponseBuilder.ok(
                gzip ? rendered.gzip() : rendered.plain(),
                MediaType.valueOf(rendered.type().toString()));
        if (rendered.disposition() != null) {
            answer.header("Content-Disposition", rendered.disposition().toString());
        }
        return gzip ? answer.header("Content-Encoding", "gzip") : answer;
    }
}
