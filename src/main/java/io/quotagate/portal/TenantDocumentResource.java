package io.quotagate.portal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quotagate.aggregation.Providers;
import io.quotagate.aggregation.Report;
import io.quotagate.api.AcceptEncoding;
import io.quotagate.api.CacheHeaders;
import io.quotagate.api.CallerLimits;
import io.quotagate.api.CurrentCaller;
import io.quotagate.api.EntityTag;
import io.quotagate.api.Gzip;
import io.quotagate.api.LastReport;
import io.quotagate.api.Query;
import io.quotagate.provider.Rate;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The OpenAPI document of one tenant. */
@Path("/v1")
@Tag(name = "Tenants")
class TenantDocumentResource {

    private static final String YAML = "application/yaml";
    private static final List<MediaType> FORMS = List.of(MediaType.APPLICATION_JSON_TYPE, DocumentText.YAML);

    /** @param condition the tags that the caller has */
    private record Wish(MediaType form, boolean gzip, String condition) {}

    private final CurrentCaller current;
    private final CallerLimits limits;
    private final LastReport last;
    private final Providers providers;
    private final WholeDocument whole;
    private final DocumentText text;

    TenantDocumentResource(
            CurrentCaller current,
            CallerLimits limits,
            LastReport last,
            Providers providers,
            WholeDocument whole,
            DocumentText text) {
        this.current = current;
        this.limits = limits;
        this.last = last;
        this.providers = providers;
        this.whole = whole;
        this.text = text;
    }

    @GET
    @Path("/tenants/{tenantId}/openapi")
    @Operation(
            operationId = "getTenantDocument",
            summary = "The OpenAPI document of one tenant",
            description = "The part of this document that is about one tenant: its path, its providers, connections and"
                    + " metrics by name, its last report as the example, and how often the caller may ask. No vendor is"
                    + " asked for it.")
    @Parameter(ref = "If-None-Match")
    @APIResponse(
            responseCode = "200",
            description = "An OpenAPI document, 3.1.",
            headers = @Header(name = "ETag", ref = "ETag"),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT, description = "An OpenAPI document.")),
                @Content(
                        mediaType = YAML,
                        schema = @Schema(type = SchemaType.STRING, description = "An OpenAPI document."))
            })
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    public Uni<RestResponse<byte[]>> document(
            @PathParam("tenantId") String tenantId, @Context UriInfo uri, @Context HttpHeaders headers) {
        Tenant tenant = current.tenant(tenantId);
        Query.none(uri);
        Optional<Rate> limit = limits.of(current.get());
        Wish wish = new Wish(
                form(headers.getAcceptableMediaTypes()),
                AcceptEncoding.prefersGzip(all(headers, "Accept-Encoding")),
                all(headers, "If-None-Match"));
        return last.of(tenant)
                .flatMap(report -> document(tenant, report, limit))
                .map(document -> answer(document, wish));
    }

    /** @param wanted in the order of the caller's wishes */
    private static MediaType form(List<MediaType> wanted) {
        return wanted.stream()
                .flatMap(wish -> FORMS.stream().filter(wish::isCompatible))
                .findFirst()
                .orElseThrow(NotAcceptableException::new);
    }

    private static String all(HttpHeaders headers, String name) {
        return String.join(",", headers.getRequestHeaders().getOrDefault(name, List.of()));
    }

    private Uni<ObjectNode> document(Tenant tenant, Report report, Optional<Rate> limit) {
        TenantWords words = TenantWords.of(tenant, report, providers::catalogue, limit);
        ObjectNode page = last.page(tenant, report, TenantExamples.MOST_QUOTAS);
        Optional<ObjectNode> quota = report.lines().stream().findFirst().map(line -> last.quota(tenant, line));
        return last.check(tenant, words.check())
                .map(checked -> new TenantExamples(page, quota, checked, words))
                .map(examples -> TenantDocument.of(whole.get(), words, examples));
    }

    private RestResponse<byte[]> answer(ObjectNode document, Wish wish) {
        EntityTag tag = text.tag(document, wish.form());
        ResponseBuilder<byte[]> answer =
                tag.isIn(wish.condition()) ? ResponseBuilder.notModified() : whole(document, wish);
        return answer.header("ETag", tag.header().toString())
                .header("Cache-Control", "private, no-cache")
                .header("Vary", CacheHeaders.VARY)
                .build();
    }

    private ResponseBuilder<byte[]> whole(ObjectNode document, Wish wish) {
        byte[] plain = text.of(document, wish.form());
        return wish.gzip()
                ? ResponseBuilder.ok(Gzip.of(plain), wish.form()).header("Content-Encoding", "gzip")
                : ResponseBuilder.ok(plain, wish.form());
    }
}
