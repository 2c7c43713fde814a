package io.quotagate.api;

import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.QuotaAggregator;
import io.quotagate.aggregation.QuotaAggregator.Refresh;
import io.quotagate.api.Problem.Invalid;
import io.quotagate.api.TenantAccess.Refreshing;
import io.quotagate.tenant.Audit;
import io.quotagate.tenant.AuditEntry;
import io.quotagate.tenant.Caller;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Has vendors asked now. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sources")
class RefreshResource {

    private static final String KEY = "Idempotency-Key";
    private static final String KEY_PATTERN = "[\\x21-\\x7e]{1,255}";
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
    private static final String ALL = "*";
    private static final int MOST = 1_000;

    private final CurrentCaller current;
    private final QuotaAggregator aggregator;
    private final Idempotency idempotency;
    private final Audit audit;
    private final ReadJson json;

    RefreshResource(
            CurrentCaller current, QuotaAggregator aggregator, Idempotency idempotency, Audit audit, ReadJson json) {
        this.current = current;
        this.aggregator = aggregator;
        this.idempotency = idempotency;
        this.audit = audit;
        this.json = json;
    }

    /** What is to be refreshed, as callers write it. */
    @Schema(name = "RefreshRequest", description = "What is to be refreshed; all connections unless it says.")
    record RefreshRequestJson(
            @Schema(
                    description = "Ids of connections; all where it is left out.",
                    examples = "[\"drive\"]",
                    minItems = 1,
                    maxItems = MOST)
            @Nullable
            List<String> connections) {}

    /** What is being refreshed, as callers read it. */
    @Schema(name = "Refreshes", description = "What is being refreshed.")
    record RefreshesJson(
            @Schema(description = "The connections whose vendors are asked now, with what is known of them so far.")
            List<SourceJson> sources) {}

    @POST
    @Refreshing
    @Path("/tenants/{tenantId}/refreshes")
    @Operation(
            operationId = "refresh",
            summary = "Ask the vendors now",
            description = "Starts a fetch of the connections and does not wait for it: read again a moment later. Each"
                    + " connection has a cool-down; those in it are left out, and where all are it is 429. A vendor that"
                    + " asked to be left alone for a time is not asked.")
    @Parameter(
            name = KEY,
            in = ParameterIn.HEADER,
            description =
                    "Any text that is new for every refresh: sent again within 24 hours with the same body, it gets"
                            + " the first answer and asks nobody again.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            pattern = "^" + KEY_PATTERN + "$",
                            minLength = 1,
                            maxLength = 255,
                            examples = "9f1c2d5e-refresh-1"))
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RefreshRequestJson.class)))
    @APIResponse(
            responseCode = "202",
            description = "The vendors are being asked.",
            content = @Content(schema = @Schema(implementation = RefreshesJson.class)))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "415", ref = "UnsupportedMediaType")
    @APIResponse(responseCode = "422", ref = "IdempotencyKeyReused")
    @APIResponse(responseCode = "429", ref = "RateLimitedOrCoolingDown")
    public Uni<RestResponse<byte[]>> refresh(
            @PathParam("tenantId") String tenantId,
            @Context HttpServerRequest request,
            @HeaderParam("Content-Type") @Parameter(hidden = true) @Nullable String type,
            @Context UriInfo uri,
            byte @Nullable [] body) {
        Tenant tenant = current.tenant(tenantId);
        Query.none(uri);
        Set<String> connections = body == null || body.length == 0 ? Set.of() : connections(tenant, type, body);
        return answered(tenant, request.headers().getAll(KEY), connections).map(RefreshResource::accepted);
    }

    private static RestResponse<byte[]> accepted(byte[] body) {
        return ResponseBuilder.create(RestResponse.Status.ACCEPTED, body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header("Cache-Control", "no-store")
                .build();
    }

    private Uni<byte[]> answered(Tenant tenant, List<String> keys, Set<String> connections) {
        if (keys.isEmpty()) {
            return act(tenant, connections);
        }
        String key = keys.get(0);
        if (keys.size() > 1 || !key.matches(KEY_PATTERN)) {
            throw ProblemException.invalid(
                    List.of(new Invalid(KEY, "must be one of 1 to 255 visible ASCII characters without blanks")));
        }
        Caller caller = current.get();
        String request = connections.isEmpty() ? ALL : String.join(",", connections);
        return idempotency.once(
                caller.identity() + "/" + tenant.id() + "/refreshes/" + key, request, () -> act(tenant, connections));
    }

    /** The ids asked for, in order; none stands for all. */
    private static Set<String> connections(Tenant tenant, @Nullable String type, byte[] body) {
        if (type == null || !JSON.matcher(type).matches()) {
            throw new NotSupportedException();
        }
        List<String> asked = StrictJson.read(body, RefreshRequestJson.class).connections();
        if (asked == null) {
            return Set.of();
        }
        if (asked.size() > MOST) {
            throw ProblemException.invalid(
                    List.of(new Invalid("connections", "must name at most " + MOST + ", or be left out for all")));
        }
        List<Invalid> invalid = new ArrayList<>();
        for (int at = 0; at < asked.size(); at++) {
            if (asked.get(at) == null || tenant.connection(asked.get(at)).isEmpty()) {
                invalid.add(new Invalid("connections[" + at + "]", "must be the id of a connection of this tenant"));
            }
        }
        if (asked.isEmpty()) {
            invalid.add(new Invalid("connections", "must name at least one, or be left out for all"));
        }
        if (!invalid.isEmpty()) {
            throw ProblemException.invalid(invalid);
        }
        return new TreeSet<>(asked);
    }

    private Uni<byte[]> act(Tenant tenant, Set<String> connections) {
        Caller caller = current.get();
        return aggregator
                .refresh(tenant, new Ask(Set.of(), connections))
                .invoke(refreshes -> tell(caller, tenant, refreshes))
                .map(this::answer);
    }

    private void tell(Caller caller, Tenant tenant, List<Refresh> refreshes) {
        tell(
                caller,
                tenant,
                "started",
                refreshes.stream().filter(each -> each.cooling().isEmpty()));
        tell(
                caller,
                tenant,
                "cooling_down",
                refreshes.stream().filter(each -> each.cooling().isPresent()));
    }

    private void tell(Caller caller, Tenant tenant, String outcome, Stream<Refresh> refreshes) {
        List<String> connections =
                refreshes.map(each -> each.known().connection().id()).toList();
        if (!connections.isEmpty()) {
            audit.tell(AuditEntry.refresh(caller, tenant, connections, outcome));
        }
    }

    private byte[] answer(List<Refresh> refreshes) {
        List<Duration> cooling = refreshes.stream()
                .flatMap(refresh -> refresh.cooling().stream())
                .sorted()
                .toList();
        if (!refreshes.isEmpty() && cooling.size() == refreshes.size()) {
            throw ProblemException.coolingDown(cooling.get(0));
        }
        return json.bytes(new RefreshesJson(refreshes.stream()
                .filter(refresh -> refresh.cooling().isEmpty())
                .map(refresh -> SourceJson.of(refresh.known()))
                .toList()));
    }
}
