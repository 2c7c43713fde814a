package io.quotagate.portal;

import io.quotagate.api.AcceptEncoding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Serves the files that pages need; public. */
@Path("/assets")
class FileResource {

    private final PageFiles files;

    FileResource(PageFiles files) {
        this.files = files;
    }

    @GET
    @Path("/{version}/{name}")
    @Operation(hidden = true)
    public RestResponse<byte[]> file(
            @PathParam("version") String version,
            @PathParam("name") String name,
            @HeaderParam("Accept-Encoding") @Nullable String encodings) {
        PageFile file = files.find(version, name).orElseThrow(NotFoundException::new);
        boolean gzip = AcceptEncoding.prefersGzip(encodings);
        ResponseBuilder<byte[]> answer = ResponseBuilder.ok(gzip ? file.gzip() : file.plain())
                .header("Content-Type", file.type())
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Vary", "Accept-Encoding");
        return gzip ? answer.header("Content-Encoding", "gzip").build() : answer.build();
    }
}
