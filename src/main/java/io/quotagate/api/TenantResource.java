package io.quotagate.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Tenant;
import io.quotagate.tenant.Tenants;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The tenants that a caller may read. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@NonBlocking
class TenantResource {

    private static final int DEFAULT_PAGE_SIZE = 500;

    private final Tenants tenants;
    private final CurrentCaller current;
    private final RoutingContext context;
    private final Clock clock;

    TenantResource(Tenants tenants, CurrentCaller current, RoutingContext context, Clock clock) {
        this.tenants = tenants;
        this.current = current;
        this.context = context;
        this.clock = clock;
    }

    /** A page of tenants, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Tenants", description = "The tenants that the caller may read, by id.")
    record TenantsJson(
            @Schema(description = "The tenants of this page, by id.")
            List<TenantJson> tenants,

            @Schema(
                    description = "Where the next page starts; absent on the last one. Good for a day.",
                    examples = OpenApi.TENANTS_TOKEN)
            @Nullable
            String nextPageToken) {}

    /** A tenant, as callers read it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Tenant", description = "A customer of the gateway.")
    record TenantJson(
            @Schema(description = "The tenant's id, which paths have.", examples = "sandbox")
            String id,

            @Schema(description = "The tenant's name, for people.", examples = "Sandbox") @Nullable
            String name) {

        private static TenantJson of(Tenant tenant) {
            return new TenantJson(tenant.id(), tenant.name().orElse(null));
        }
    }

    @GET
    @Path("/tenants")
    @Operation(
            operationId = "listTenants",
            summary = "The tenants that the caller may read",
            description = "A page of them, by id. Any valid credentials will do.")
    @Parameter(
            name = "pageSize",
            in = ParameterIn.QUERY,
            description = "Tenants per page.",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            minimum = "1",
                            maximum = "1000",
                            defaultValue = "500",
                            examples = "2"))
    @Parameter(
            name = "pageToken",
            in = ParameterIn.QUERY,
            description = "The nextPageToken of the page before.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            minLength = 1,
                            maxLength = 8_192,
                            examples = OpenApi.TENANTS_TOKEN))
    @APIResponse(
            responseCode = "200",
            headers = @Header(name = "Link", ref = "Link"),
            description = "The tenants, by id.",
            content = @Content(schema = @Schema(implementation = TenantsJson.class)))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    public RestResponse<TenantsJson> tenants(@Context UriInfo uri) {
        Caller caller = current.get();
        PageToken tokens = new PageToken("tenants", caller.identity());
        Query query = new Query(uri);
        int pageSize = query.one("pageSize", ReportQuery::pageSize, "must be a whole number from 1 to 1000")
                .orElse(DEFAULT_PAGE_SIZE);
        String after = query.one(
                        "pageToken",
                        text -> tokens.place(text, clock.instant()),
                        "must be the nextPageToken of an answer to the same caller, at most a day old")
                .orElse("");
        query.check();
        List<Tenant> page = tenants.readBy(caller, after).limit(pageSize + 1L).toList();
        boolean more = page.size() > pageSize;
        List<Tenant> shown = more ? page.subList(0, pageSize) : page;
        String next = more ? tokens.after(shown.get(pageSize - 1).id(), clock.instant()) : null;
        var answer = RestResponse.ResponseBuilder.ok(
                        new TenantsJson(shown.stream().map(TenantJson::of).toList(), next))
                .header("Cache-Control", "no-store");
        if (next != null) {
            answer.header("Link", PageToken.link(context.request().uri(), next));
        }
        return answer.build();
    }
}
