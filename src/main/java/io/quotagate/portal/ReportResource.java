package io.quotagate.portal;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quotagate.aggregation.Providers;
import io.quotagate.api.AcceptEncoding;
import io.quotagate.api.AskedReport;
import io.quotagate.api.Gzip;
import io.quotagate.api.Reports;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's report as a piece of the page, for those who may read it as JSON. It has no scripts and no styles, and no
 * browser runs any in it.
 */
@Path("/portal")
class ReportResource {

    private final Reports reports;
    private final Providers providers;
    private final Template piece;

    ReportResource(Reports reports, Providers providers, @Location("report") Template piece) {
        this.reports = reports;
        this.providers = providers;
        this.piece = piece;
    }

    @GET
    @Path("/tenants/{tenantId}")
    @Produces(MediaType.TEXT_HTML + ";charset=UTF-8")
    @Operation(hidden = true)
    public Uni<RestResponse<byte[]>> report(
            @PathParam("tenantId") String tenantId,
            @HeaderParam("Accept-Encoding") @Nullable String encodings,
            @Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        return reports.read(tenantId, uri)
                // Up to a thousand quotas are written: nothing for the event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(asked -> answer(asked, query, AcceptEncoding.prefersGzip(encodings)));
    }

    private RestResponse<byte[]> answer(AskedReport asked, MultivaluedMap<String, String> query, boolean gzip) {
        ReportView view = ReportView.of(asked, query, this::product);
        byte[] html = piece.data("view", view).render().getBytes(StandardCharsets.UTF_8);
        ResponseBuilder<byte[]> answer = ResponseBuilder.ok(gzip ? Gzip.of(html) : html)
                .header("Cache-Control", "no-store")
                .header("Vary", "Accept-Encoding");
        return gzip ? answer.header("Content-Encoding", "gzip").build() : answer.build();
    }

    private String product(String provider) {
        return providers.find(provider).map(one -> one.catalogue().title()).orElse(provider);
    }
}
