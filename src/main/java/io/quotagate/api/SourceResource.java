package io.quotagate.api;

import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.Report;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What became of a tenant's connections; an answer even where none of them has numbers. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sources")
class SourceResource {

    private final CurrentCaller current;
    private final Reads reads;

    SourceResource(CurrentCaller current, Reads reads) {
        this.current = current;
        this.reads = reads;
    }

    /** The sources, as callers read them. */
    @Schema(name = "Sources", description = "What became of each connection of a tenant.")
    record SourcesJson(
            @Schema(description = "The tenant's id.", examples = "sandbox")
            String tenant,

            @Schema(description = "True where every connection has numbers to show.", examples = "true")
            boolean complete,

            @Schema(description = "The connections, by id.") List<SourceJson> sources) {

        private static SourcesJson of(Report report) {
            return new SourcesJson(report.tenant(), report.isComplete(), SourceJson.of(report));
        }
    }

    @GET
    @Path("/tenants/{tenantId}/sources")
    @Operation(
            operationId = "getSources",
            summary = "The state of a tenant's connections",
            description = "Asks the connections as the report does, and answers also where none has numbers.")
    @Parameter(ref = "If-None-Match")
    @Parameter(ref = "Cache-Control")
    @Parameter(ref = "Prefer")
    @APIResponse(
            responseCode = "200",
            headers = {
                @Header(name = "ETag", ref = "ETag"),
                @Header(name = "Age", ref = "Age"),
                @Header(name = "Cache-Control", ref = "Cache-Control"),
                @Header(name = "Cache-Status", ref = "Cache-Status"),
                @Header(name = "Preference-Applied", ref = "Preference-Applied")
            },
            description = "The sources.",
            content = @Content(schema = @Schema(implementation = SourcesJson.class)))
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "504", ref = "SourcesUnusable")
    public Uni<RestResponse<byte[]>> sources(@PathParam("tenantId") String tenantId, @Context UriInfo uri) {
        Tenant tenant = current.tenant(tenantId);
        Query.none(uri);
        return reads.answer(tenant, Ask.ALL, report -> new Reads.Page(SourcesJson.of(report)));
    }
}
