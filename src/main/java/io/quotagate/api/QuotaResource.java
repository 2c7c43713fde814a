package io.quotagate.api;

import io.quotagate.aggregation.Ask;
import io.quotagate.aggregation.Providers;
import io.quotagate.aggregation.Report;
import io.quotagate.aggregation.Report.Line;
import io.quotagate.api.QuotaJson.View;
import io.quotagate.api.Reads.Use;
import io.quotagate.api.ReportQuery.Require;
import io.quotagate.provider.MonotonicClock;
import io.quotagate.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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

/**
 * The report of a tenant, and single quotas of it. What the report is written as is chosen by {@link Representation}: of
 * several media types the framework would choose another way, and write bytes as JSON.
 */
@Path("/v1")
@Tag(name = "Quotas")
class QuotaResource {

    /** As long as the operators allow no more of them. */
    private static final int MOST_VALUES = 100;

    private final CurrentCaller current;
    private final Reads reads;
    private final Providers providers;
    private final Clock wall;
    private final MonotonicClock clock;

    QuotaResource(CurrentCaller current, Reads reads, Providers providers, Clock wall, MonotonicClock clock) {
        this.current = current;
        this.reads = reads;
        this.providers = providers;
        this.wall = wall;
        this.clock = clock;
    }

    @GET
    @Path("/tenants/{tenantId}/quotas")
    @Operation(
            operationId = "getReport",
            summary = "Everything a tenant may still use, over all its connections",
            description = "Asks all connections at once and merges what they say. A source that fails costs the others"
                    + " nothing: it is named in sources, and complete is false. As JSON, as a table (CSV) or as metrics"
                    + " (OpenMetrics), whichever the header Accept likes best.")
    @Parameter(
            name = "provider",
            in = ParameterIn.QUERY,
            description = "Only connections of these providers.",
            schema =
                    @Schema(
                            type = SchemaType.ARRAY,
                            implementation = String.class,
                            maxItems = MOST_VALUES,
                            examples = "[\"koodrive\"]"))
    @Parameter(
            name = "connection",
            in = ParameterIn.QUERY,
            description = "Only these connections.",
            schema =
                    @Schema(
                            type = SchemaType.ARRAY,
                            implementation = String.class,
                            maxItems = MOST_VALUES,
                            examples = "[\"drive\"]"))
    @Parameter(
            name = "metric",
            in = ParameterIn.QUERY,
            description = "Only these metrics.",
            schema =
                    @Schema(
                            type = SchemaType.ARRAY,
                            implementation = String.class,
                            maxItems = MOST_VALUES,
                            examples = "[\"storage.stored\",\"users\"]"))
    @Parameter(
            name = "scope",
            in = ParameterIn.QUERY,
            description = "Only these scope levels.",
            schema =
                    @Schema(
                            type = SchemaType.ARRAY,
                            implementation = String.class,
                            maxItems = MOST_VALUES,
                            examples = "[\"organization\",\"department\"]"))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only these statuses.",
            schema =
                    @Schema(
                            type = SchemaType.ARRAY,
                            implementation = String.class,
                            maxItems = MOST_VALUES,
                            examples = "[\"ok\",\"warning\"]"))
    @Parameter(
            name = "minUtilization",
            in = ParameterIn.QUERY,
            description = "Only quotas of at least this utilization, e.g. 0.8; one without never matches.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            pattern = "^\\d{1,18}(\\.\\d{1,18})?$",
                            maxLength = 37,
                            examples = "0.0001"))
    @Parameter(
            name = "sort",
            in = ParameterIn.QUERY,
            description = "Order of the quotas; those without a utilization come last.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"id", "utilization", "-utilization"},
                            defaultValue = "id",
                            examples = "utilization"))
    @Parameter(
            name = "view",
            in = ParameterIn.QUERY,
            description = "full adds to each amount the vendor's field or what it was computed from.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"basic", "full"},
                            defaultValue = "basic",
                            examples = "full"))
    @Parameter(
            name = "require",
            in = ParameterIn.QUERY,
            description = "all makes a source without numbers an error.",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"any", "all"},
                            defaultValue = "any",
                            examples = "all"))
    @Parameter(
            name = "pageSize",
            in = ParameterIn.QUERY,
            description = "Quotas per page. CSV has all in one page where it is not given, and metrics have no pages.",
            schema =
                    @Schema(
                            type = SchemaType.INTEGER,
                            minimum = "1",
                            maximum = "1000",
                            defaultValue = "500",
                            examples = "1"))
    @Parameter(
            name = "pageToken",
            in = ParameterIn.QUERY,
            description = "The nextPageToken of the page before.",
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 8_192, examples = OpenApi.PAGE_TOKEN))
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
                @Header(name = "Preference-Applied", ref = "Preference-Applied"),
                @Header(name = "Link", ref = "Link")
            },
            description = "The report; complete is false where some source has nothing to show.",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = ReportJson.class)),
                @Content(
                        mediaType = "text/csv",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        description =
                                                "A header, a line for each source that has nothing to show (on the"
                                                        + " first page), and one for each quota. Columns have the names of the"
                                                        + " JSON's members; a cell is empty where there is no value.")),
                @Content(
                        mediaType = "application/openmetrics-text",
                        schema =
                                @Schema(
                                        type = SchemaType.STRING,
                                        description = "OpenMetrics 1.0, all quotas in one answer; no sample where there"
                                                + " is no number."))
            })
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "502", ref = "SourcesUnusable")
    @APIResponse(responseCode = "503", ref = "SourcesUnusable")
    @APIResponse(responseCode = "504", ref = "SourcesUnusable")
    public Uni<RestResponse<byte[]>> report(
            @PathParam("tenantId") String tenantId, @Context HttpHeaders headers, @Context UriInfo uri) {
        Tenant tenant = current.tenant(tenantId);
        Representation form = Representation.preferred(headers.getHeaderString(HttpHeaders.ACCEPT))
                .orElseThrow(NotAcceptableException::new);
        ReportQuery query = ReportQuery.of(uri, form, tenant, providers, wall.instant());
        return reads.answer(tenant, query.ask(), form, report -> page(tenant, query, form, report));
    }

    private Reads.Page page(Tenant tenant, ReportQuery query, Representation form, Report report) {
        if (query.require() == Require.ALL && !report.isComplete()) {
            throw UnusableReport.incomplete(report, clock.nanos());
        }
        if (report.isEmptyHanded()) {
            throw UnusableReport.emptyHanded(report, clock.nanos());
        }
        ReportQuery.Page page = query.page(report.lines(), tenant.thresholds(), wall.instant());
        ReportJson json = ReportJson.of(report, page.lines(), tenant.thresholds(), query.view(), page.nextToken());
        boolean first = query.after().isEmpty();
        return new Reads.Page(
                json,
                switch (form) {
                    case JSON -> null;
                    case CSV -> ReportCsv.of(json, query.view(), first);
                    case OPENMETRICS -> ReportMetrics.of(json);
                },
                page.nextToken(),
                first ? Use.AGAIN : Use.ONCE);
    }

    @GET
    @Path("/tenants/{tenantId}/quotas/{quotaId}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getQuota",
            summary = "One quota, with the vendor's field behind each number",
            description = "Asks only the connection to which the quota belongs.")
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
            description = "The quota, in the full view.",
            content = @Content(schema = @Schema(implementation = QuotaJson.class)))
    @APIResponse(responseCode = "304", ref = "NotModified")
    @APIResponse(responseCode = "400", ref = "InvalidRequest")
    @APIResponse(responseCode = "401", ref = "AuthenticationRequired")
    @APIResponse(responseCode = "403", ref = "MissingScope")
    @APIResponse(responseCode = "404", ref = "NotFound")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "503", ref = "SourcesUnusable")
    @APIResponse(responseCode = "504", ref = "SourcesUnusable")
    public Uni<RestResponse<byte[]>> quota(
            @PathParam("tenantId") String tenantId,
            @Parameter(
                            description = "The id of a quota as a report has it.",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            minLength = 1,
                                            maxLength = 8_192,
                                            examples = "drive:storage.stored:organization"))
                    @PathParam("quotaId")
                    String quotaId,
            @Context UriInfo uri) {
        Tenant tenant = current.tenant(tenantId);
        Query.none(uri);
        String connection = quotaId.split(":", 2)[0];
        if (tenant.connection(connection).isEmpty()) {
            throw ProblemException.notFound();
        }
        return reads.answer(tenant, Ask.of(connection), report -> new Reads.Page(one(tenant, quotaId, report)));
    }

    private QuotaJson one(Tenant tenant, String quotaId, Report report) {
        if (report.isEmptyHanded()) {
            throw UnusableReport.emptyHanded(report, clock.nanos());
        }
        Line line = report.lines().stream()
                .filter(candidate -> candidate.id().equals(quotaId)
                        || decoded(candidate.id()).equals(quotaId))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
        return QuotaJson.of(line, tenant.thresholds(), View.FULL);
    }

    /** What arrives of an id that was put into the path as it is, without encoding its percent signs once more. */
    private static String decoded(String id) {
        return URLDecoder.decode(id, StandardCharsets.UTF_8);
    }
}
