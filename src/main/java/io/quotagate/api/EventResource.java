package io.quotagate.api;

import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * Tells of changes as they come.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
@Path("/v1")
@Tag(name = "Quotas")
class EventResource {

    private static final String MEDIA_TYPE = "text/event-stream";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final CurrentCaller current;
    private final EventStreams streams;
    private final RoutingContext context;

    EventResource(CurrentCaller current, EventStreams streams, RoutingContext context) {
        this.current = current;
        this.streams = streams;
        this.context = context;
    }

    @GET
    @Path("/tenants/{tenantId}/events")
    @Operation(
            operationId = "getEvents",
            summary = "Changes of the report, as they come",
            description =
                    "A stream of server-sent events. Who listens counts as a reader: what is not fresh any more is"
                            + " fetched. event report: quotas that are new or changed, ids of those removed, whether the report"
                            + " is complete, and the tag of the report; where reset is true, read the report. event source: what"
                            + " became of a connection, where that has changed.")
    @Parameter(
            name = LAST_EVENT_ID,
            in = ParameterIn.HEADER,
            description = "The id of the last event that the caller has: the stream goes on after it, or begins with a"
                    + " report whose reset is true where that cannot be told any more.",
            schema = @Schema(type = SchemaType.STRING, maxLength = 256, examples = "0f3a6c2d9b1e4f57-12"))
    @APIResponse(
            responseCode = "200",
            description =
                    "The stream; it ends where the credentials or the tenant do, and where it is not read in time.",
            content =
                    @Content(
                            mediaType = MEDIA_TYPE,
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            description =
                                                    "Each event's data is one line of JSON: a Source, or an object"
                                                            + " with tenant, complete, etag, reset, quotas (each a Quota) and"
                                                            + " removed (ids).")))
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "503", ref = "TooManyListeners")
    public Uni<RestResponse<byte[]>> events(
            @PathParam("tenantId") String tenantId, @Context HttpHeaders headers, @Context UriInfo uri) {
        Tenant tenant = current.tenant(tenantId);
        Query.none(uri);
        if (!Representation.isTaken(headers.getHeaderString(HttpHeaders.ACCEPT), MEDIA_TYPE)) {
            throw new NotAcceptableException();
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            return Uni.createFrom().item(EventResource::head);
        }
        String lastEventId =
                Optional.ofNullable(headers.getHeaderString(LAST_EVENT_ID)).orElse("");
        return streams.open(context, current.get(), tenant, lastEventId);
    }

    private static RestResponse<byte[]> head() {
        ResponseBuilder<byte[]> answer = ResponseBuilder.ok(new byte[0]);
        EventListener.HEADERS.forEach(answer::header);
        return answer.build();
    }
}
