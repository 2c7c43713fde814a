package io.quotagate.api;

import io.quotagate.aggregation.QuotaCheck;
import io.quotagate.aggregation.QuotaChecks;
import io.quotagate.aggregation.Retrieval;
import io.quotagate.aggregation.Verdict;
import io.quotagate.api.ReadTerms.Refreshing;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.AuditEntry;
import io.quotagate.tenant.Caller;
import io.quotagate.tenant.Permission;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Tells those who ask before they act. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Quotas")
class CheckResource {

    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private final CurrentCaller current;
    private final CheckReader reader;
    private final QuotaChecks checks;
    private final Audit audit;
    private final CheckAnswers answers;

    CheckResource(CurrentCaller current, CheckReader reader, QuotaChecks checks, Audit audit, CheckAnswers answers) {
        this.current = current;
        this.reader = reader;
        this.checks = checks;
        this.audit = audit;
        this.answers = answers;
    }

    @POST
    @Path("/tenants/{tenantId}/quota-checks")
    @Operation(
            operationId = "checkQuotas",
            summary = "May so much more be used, and where?",
            description = "Answers up to 100 checks from the same numbers as the report, and asks only connections that"
                    + " may have the metric. A candidate allows where its quota and all that it is part of have so much"
                    + " left or no limit; unknown never allows, nor does an account in arrears or suspended. Nothing is"
                    + " reserved: each check stands alone, and the next one may take the room. Where vendors say nothing"
                    + " at all it is 200 all the same, and unknown.")
    @Parameter(ref = "Cache-Control")
    @Parameter(ref = "Prefer")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CheckRequestJson.class)))
    @APIResponse(
            responseCode = "200",
            description = "What was decided.",
            headers = @Header(name = "Preference-Applied", ref = "Preference-Applied"),
            content = @Content(schema = @Schema(implementation = CheckJson.class)))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    public Uni<RestResponse<byte[]>> check(
            @PathParam("tenantId") String tenantId,
            @Context HttpServerRequest request,
            @HeaderParam("Content-Type") @Parameter(hidden = true) @Nullable String type,
            @Context UriInfo uri,
            byte @Nullable [] body) {
        Tenant tenant = current.tenant(tenantId);
        Query.none(uri);
        if (type == null || !JSON.matcher(type).matches()) {
            throw new NotSupportedException();
        }
        List<QuotaCheck> asked = reader.read(body == null ? new byte[0] : body, tenant);
        Caller caller = current.get();
        ReadTerms terms = ReadTerms.of(
                request.headers().getAll("Cache-Control"),
                request.headers().getAll("Prefer"),
                caller.may(Permission.REFRESH, tenant.id()) ? Refreshing.ALLOWED : Refreshing.REFUSED);
        terms.applied().ifPresent(wait -> request.response().putHeader("Preference-Applied", wait));
        return checks.answer(tenant, asked, terms.terms())
                .invoke(answer -> tell(caller, tenant, answer.retrieval()))
                .map(answer -> answered(answer.verdicts()));
    }

    /** Who wants newer numbers than there were has vendors asked. */
    private void tell(Caller caller, Tenant tenant, Retrieval retrieval) {
        if (retrieval == Retrieval.REQUEST) {
            audit.tell(AuditEntry.refresh(caller, tenant, List.of(), "started"));
        }
    }

    private RestResponse<byte[]> answered(List<Verdict> verdicts) {
        return ResponseBuilder.ok(answers.json(verdicts), MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }
}
